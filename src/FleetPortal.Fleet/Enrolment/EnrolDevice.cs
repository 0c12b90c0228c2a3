using System.Security.Cryptography;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>The certificate that a device received, with its authority in DER.</summary>
/// <param name="PrivateKey">The private key as unencrypted PKCS#8 if the portal made it, otherwise null. It is not stored.</param>
public sealed record EnrolledDevice(CertificateView Certificate, byte[] AuthorityDer, byte[]? PrivateKey);

/// <summary>The connection of a device's request.</summary>
/// <param name="Protocol">The protocol, such as <c>EST</c>, as the connect attempt shows it.</param>
public sealed record DeviceOrigin(string RemoteAddress, string Tls, string Protocol);

/// <summary>Issues the first certificate of a device or of an application for a one-time token.</summary>
public sealed class EnrolDevice(
    Registry registry, CertificateIssuance issuance, DeliveredCertificates delivered, AttemptRecorder recorder, EnrolmentThrottle throttle)
{
    /// <summary>
    /// Issues a certificate for the key of the request, or for a new key that the portal makes. The token is the proof; no right is needed.
    /// A repeated request with the same token and key returns the same certificate until the token expires, because the answer may have
    /// been lost. A request for a key that the portal makes cannot be repeated, because that key is not stored.
    /// </summary>
    /// <param name="thingName">The Thing or the application.</param>
    /// <param name="token">The enrolment token.</param>
    /// <param name="requestDer">The PKCS#10 request in DER. If <paramref name="makeKey"/> is true, only its name is used.</param>
    /// <param name="makeKey">Whether the portal makes the key.</param>
    /// <param name="origin">The connection of the device.</param>
    /// <param name="cancellationToken">Cancels before the certificate is signed.</param>
    /// <exception cref="FleetError"><c>enrolment-token-invalid</c>, <c>too-many-failures</c>, and the codes of
    /// <see cref="IssueCertificate"/>.</exception>
    public async Task<EnrolledDevice> ExecuteAsync(
        string thingName, string token, byte[] requestDer, bool makeKey, DeviceOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (!makeKey && FindAgain(thingName, token, requestDer) is { } again)
        {
            return again;
        }

        var owner = RequireToken(thingName, token, origin);
        var actor = Actor.Device(thingName);
        using var ownKey = makeKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var order = RequestOrder.Read(requestDer, thingName, ownKey)
            with { Owner = owner, InSameTransaction = (scope, issued) => EnrolmentTokens.Use(scope, thingName, token, issued.Key) };
        try
        {
            var (certificate, authority) = await issuance.IssueAsync(order, actor, cancellationToken);
            return new EnrolledDevice(certificate, authority, ownKey?.ExportPkcs8PrivateKey());
        }
        catch (FleetError e) when (!makeKey
            && e.Code == EnrolmentErrors.TokenRefused && FindAgain(thingName, token, requestDer) is not null)
        {
            // The same request arrived twice at the same time, and the other one was completed first.
            return FindAgain(thingName, token, requestDer)!;
        }
    }

    private EnrolledDevice? FindAgain(string thingName, string token, byte[] requestDer)
    {
        using var db = registry.Read();
        return EnrolmentTokens.UsedFor(db, thingName, token, registry.Time.GetUtcNow()) is { } used
            && RequestOrder.HasKey(RequestOrder.Read(requestDer, thingName, null), used)
            ? delivered.Answer(db, used.Key)
            : null;
    }

    /// <returns>Whether the token is for a Thing or for an application. Both share one table, so a name is one of them.</returns>
    private PrincipalKind RequireToken(string thingName, string token, DeviceOrigin origin)
    {
        using var db = registry.Read();
        if (EnrolmentTokens.IsGood(db, thingName, token, registry.Time.GetUtcNow()))
        {
            return db.Applications().Any(x => x.Name == thingName) ? PrincipalKind.Application : PrincipalKind.Thing;
        }

        var refused = EnrolmentTokens.Refused();
        var attempt = new ConnectAttempt { ClientId = thingName,
            RemoteAddress = origin.RemoteAddress, Protocol = origin.Protocol, Tls = origin.Tls };
        var failed = CheckCatalogue.EnrolmentTokenIsValid.Failed(
            refused.Code, "the enrolment token is not valid for this name",
            "unknown, used, expired, or for another name", "Make a new token for this name.");
        recorder.Record(attempt, new Decision(false, refused.Code, [failed], null, null, null), TimeSpan.Zero);
        throw throttle.TryFail(origin.RemoteAddress) ? refused : new FleetError(FleetErrorKind.TooMany, EnrolmentErrors.TooManyFailures,
            $"This address sent more than {EnrolmentThrottle.MaxFailures} wrong enrolment tokens within a minute.");
    }
}
