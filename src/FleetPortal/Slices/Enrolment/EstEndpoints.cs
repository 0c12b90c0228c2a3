using System.Formats.Asn1;
using System.Text;
using FleetPortal.Broker;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Publication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Enrolment;

/// <summary>
/// The endpoints of Enrolment over Secure Transport (RFC 7030) on the devices' listener. A device without a certificate authenticates with
/// a one-time token in HTTP Basic, a device with a certificate by TLS.
/// </summary>
public static class EstEndpoints
{
    /// <summary>The path of EST (RFC 7030 §3.2.2).</summary>
    public const string Path = "/.well-known/est";

    // The WWW-Authenticate header for a device that is not authenticated (RFC 7030 §3.2.3).
    private const string Challenge = "Basic realm=\"FleetPortal EST: ThingName and enrolment token\"";

    private const string Protocol = "EST";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Secp256r1 = "1.2.840.10045.3.1.7";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <summary>The device route of EST. After too many wrong tokens, the next attempt needs a new TLS handshake.</summary>
    public static DeviceRoute Route { get; } = new(Path)
    {
        OnDevicesListener = true,
        Challenge = Challenge,
        Unauthenticated = "Send the ThingName and its enrolment token as HTTP Basic.",
        MediaType = "Send a PKCS#10 request with Content-Type: application/pkcs10 (RFC 7030 §4.2.1).",
        ClosesAfterTooMany = true,
    };

    /// <summary>Maps cacerts, csrattrs, simpleenroll, simplereenroll and serverkeygen.</summary>
    public static void MapEst(this WebApplication app)
    {
        var est = app.MapGroup(Path).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        DeviceFiles.Map(est, "/cacerts", (AuthorityVault vault, DeviceFiles files, HttpContext context) =>
            Public(context, files, EstBody.Certificates([vault.Root, .. vault.OwnAuthorities.Where(authority =>
                authority.Status == AuthorityStatus.Active).Select(authority => authority.Signer.Certificate)]), EstBody.CertificatesType));
        DeviceFiles.Map(est,
            "/csrattrs", (DeviceFiles files, HttpContext context) => Public(context, files, CsrAttributes(), "application/csrattrs"));
        DeviceFiles.MapPost(est, "/simpleenroll", EnrolAsync);
        DeviceFiles.MapPost(est,
            "/simplereenroll", async (RenewCertificate renew, HttpContext context, CancellationToken cancellationToken) =>
            await RequestAsync(context, cancellationToken) is not { } request ? UnsupportedType()
            : Certificate(context, await renew.ExecuteAsync(context.Features.Get<TlsClientCertificate>()?.Certificate,
                request, makeKey: false, OriginOf(context), cancellationToken)));
        DeviceFiles.MapPost(est, "/serverkeygen", ServerKeyGenAsync);
    }

    /// <summary>
    /// Enrols a device (RFC 7030 §3.3.2) by the certificate of its TLS connection or by HTTP Basic. If it sends both, the token is used: it
    /// was created for this enrolment, while a device can present any certificate that it has.
    /// </summary>
    private static async Task<IResult> EnrolAsync(
        EnrolDevice enrol, RenewCertificate renew, HttpContext context, CancellationToken cancellationToken)
    {
        if (await RequestAsync(context, cancellationToken) is not { } request)
        {
            return UnsupportedType();
        }

        if (BasicCredentials.Of(context.Request) is { } who)
        {
            return Certificate(context,
                await enrol.ExecuteAsync(who.Name, who.Secret, request, makeKey: false, OriginOf(context), cancellationToken));
        }

        if (context.Features.Get<TlsClientCertificate>()?.Certificate is not { } shown)
        {
            return Ask(context);
        }

        try
        {
            return Certificate(context, await renew.ExecuteAsync(shown, request, makeKey: false, OriginOf(context), cancellationToken));
        }
        catch (FleetError e) when (e.Kind == FleetErrorKind.Forbidden)
        {
            // The certificate is not accepted. Answer 401: the client can then send a token (RFC 7030 §3.2.3).
            throw new FleetError(FleetErrorKind.Unauthenticated, e.Code, e.Message, e);
        }
    }

    private static async Task<IResult> ServerKeyGenAsync(
        EnrolDevice enrol, RenewCertificate renew, HttpContext context, CancellationToken cancellationToken)
    {
        if (await RequestAsync(context, cancellationToken) is not { } request)
        {
            return UnsupportedType();
        }

        if (context.Features.Get<TlsClientCertificate>()?.Certificate is { } shown)
        {
            return KeyAndCertificate(context,
                await renew.ExecuteAsync(shown, request, makeKey: true, OriginOf(context), cancellationToken));
        }

        return BasicCredentials.Of(context.Request) is { } who
            ? KeyAndCertificate(context,
                await enrol.ExecuteAsync(who.Name, who.Secret, request, makeKey: true, OriginOf(context), cancellationToken))
            : Ask(context);
    }

    private static async Task<byte[]?> RequestAsync(HttpContext context, CancellationToken cancellationToken) =>
        context.Request.ContentType is { } type && type.Split(';')[0].Trim().Equals(EstBody.RequestType, StringComparison.OrdinalIgnoreCase)
            ? await EstBody.ReadAsync(context.Request, cancellationToken)
            : null;

    private static DeviceOrigin OriginOf(HttpContext context)
    {
        var tls = context.Features.Get<ITlsHandshakeFeature>();
        return new DeviceOrigin(context.Connection is { RemoteIpAddress: { } address, RemotePort: var port }
                ? new System.Net.IPEndPoint(address, port).ToString() : "",
            tls is null ? "" : $"{tls.Protocol}, {tls.NegotiatedCipherSuite}", Protocol);
    }

    private static IResult UnsupportedType() => Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);

    private static IResult Ask(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    private static IResult Certificate(HttpContext context, EnrolledDevice device) =>
        Encoded(context, EstBody.Certificates([device.Certificate.Der]), EstBody.CertificatesType);

    /// <summary>Answers with content that is the same for every client, so caches may store it.</summary>
    private static IResult Public(HttpContext context, DeviceFiles files, byte[] der, string contentType)
    {
        context.Response.Headers["Content-Transfer-Encoding"] = "base64";
        return files.Answer(context, Encoding.ASCII.GetBytes(EstBody.Write(der)), contentType, DeviceFiles.OfCertificates);
    }

    private static IResult Encoded(HttpContext context, byte[] der, string contentType)
    {
        context.Response.Headers["Content-Transfer-Encoding"] = "base64";
        return Results.Bytes(Encoding.ASCII.GetBytes(EstBody.Write(der)), contentType);
    }

    /// <summary>
    /// Answers with the private key and then the certificate (RFC 7030 §4.4.2). TLS protects the key; the portal does not store it.
    /// </summary>
    private static IResult KeyAndCertificate(HttpContext context, EnrolledDevice device)
    {
        var boundary = "est-" + Guid.NewGuid().ToString("N");
        var body = new StringBuilder()
            .Append("--").Append(boundary).Append("\r\nContent-Type: application/pkcs8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            .Append(EstBody.Write(device.PrivateKey!))
            .Append("\r\n--").Append(boundary)
                .Append("\r\nContent-Type: ").Append(EstBody.CertificatesType).Append("\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            .Append(EstBody.Write(EstBody.Certificates([device.Certificate.Der])))
            .Append("\r\n--").Append(boundary).Append("--\r\n");
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        return Results.Bytes(Encoding.ASCII.GetBytes(body.ToString()), $"multipart/mixed; boundary={boundary}");
    }

    /// <summary>Returns the CSR attributes (RFC 7030 §4.5.2): a P-256 key and a signature with SHA-256.</summary>
    private static byte[] CsrAttributes()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(EcPublicKey);
                using var values = writer.PushSetOf();
                writer.WriteObjectIdentifier(Secp256r1);
            }

            writer.WriteObjectIdentifier(EcdsaWithSha256);
        }

        return writer.Encode();
    }
}
