using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Requests;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>What to issue.</summary>
/// <param name="ThingName">For whom.</param>
/// <param name="CsrPem">PKCS#10 in PEM, or null: then the portal makes a P-256 key and hands it out this once.</param>
/// <param name="ValidityDays">Null takes the profile's.</param>
/// <param name="AuthorityId">Which authority is to sign; null takes the standard one.</param>
public sealed record IssueCertificateRequest(string ThingName, string? CsrPem = null, int? ValidityDays = null, string? AuthorityId = null);

/// <summary>What was issued.</summary>
/// <param name="PrivateKeyPem">PKCS#8 in PEM, when the portal made the key. It is stored nowhere.</param>
public sealed record IssuedCertificate(CertificateView Certificate, string CertificatePem, byte[] AuthorityDer, string ChainPem, string? PrivateKeyPem);

/// <summary>Issues a certificate to a Thing, to a key of its own or to one that the portal makes.</summary>
public sealed class IssueCertificate(CertificateIssuance issuance)
{
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>forbidden</c>, and the codes of <see cref="DeviceRequest"/>.</exception>
    public async Task<IssuedCertificate> ExecuteAsync(IssueCertificateRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var thingName = ThingName.Parse(request.ThingName).ToString();
        using var ownKey = request.CsrPem is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var (spki, algorithm) = ownKey is null ? Read(request.CsrPem!, thingName) : (ownKey.ExportSubjectPublicKeyInfo(), "EC P-256");
        var (certificate, authority) = await issuance.IssueAsync(new IssuanceOrder(thingName, spki, algorithm, ownKey is not null, request.ValidityDays, AuthorityId: request.AuthorityId), actor, cancellationToken);
        return new IssuedCertificate(
            certificate, Pem.Write(Pem.Certificate, certificate.Der), authority, Pem.WriteCertificates([authority]), ownKey is null ? null : ownKey.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static (byte[] Spki, string Algorithm) Read(string pem, string thingName) => PkiRefusals.Translate("csrPem", () =>
    {
        var device = DeviceRequest.ReadPem(pem, thingName);
        return (device.SubjectPublicKeyInfo, device.KeyAlgorithm);
    });
}
