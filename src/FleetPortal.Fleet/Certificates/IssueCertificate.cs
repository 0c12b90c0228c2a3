using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Requests;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The request for one certificate.</summary>
/// <param name="ThingName">The name of the Thing, or of the application.</param>
/// <param name="CsrPem">The PKCS#10 request in PEM. If it is null, the portal makes a P-256 key and returns it once.</param>
/// <param name="ValidityDays">The validity in days; null takes that of the profile.</param>
/// <param name="AuthorityId">The identifier of the authority that signs; null takes the default issuer.</param>
/// <param name="Owner">Whether the name is that of a Thing or of an application.</param>
public sealed record IssueCertificateRequest(string ThingName, string? CsrPem = null, int? ValidityDays = null, string? AuthorityId = null,
    PrincipalKind Owner = PrincipalKind.Thing);

/// <summary>An issued certificate with its chain.</summary>
/// <param name="PrivateKeyPem">The private key as PKCS#8 in PEM if the portal made it, otherwise null. It is not stored.</param>
public sealed record IssuedCertificate(
    CertificateView Certificate, string CertificatePem, byte[] AuthorityDer, string ChainPem, string? PrivateKeyPem);

/// <summary>Issues a certificate for a Thing or an application, for the key of a request or for a new key that the portal makes.</summary>
public sealed class IssueCertificate(CertificateIssuance issuance)
{
    /// <summary>Issues the certificate. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>application-not-found</c>,
    /// <c>application-disabled</c>, <c>public-key-taken</c>, <c>forbidden</c>, and the codes of <see cref="DeviceRequest"/>.</exception>
    public async Task<IssuedCertificate> ExecuteAsync(IssueCertificateRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var thingName = ThingName.Parse(request.ThingName).ToString();
        using var ownKey = request.CsrPem is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var (spki, algorithm) = ownKey is null ? Read(request.CsrPem!, thingName) : (ownKey.ExportSubjectPublicKeyInfo(), "EC P-256");
        var order = new IssuanceOrder(thingName, spki, algorithm, ownKey is not null, request.ValidityDays,
            AuthorityId: request.AuthorityId, Owner: request.Owner);
        var (certificate, authority) = await issuance.IssueAsync(order, actor, cancellationToken);
        return new IssuedCertificate(
            certificate, Pem.Write(Pem.Certificate, certificate.Der),
            authority, Pem.WriteCertificates([authority]), ownKey is null ? null : ownKey.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static (byte[] Spki, string Algorithm) Read(string pem, string thingName) => PkiRefusals.Translate("csrPem", () =>
    {
        var device = DeviceRequest.ReadPem(pem, thingName);
        return (device.SubjectPublicKeyInfo, device.KeyAlgorithm);
    });
}
