using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Outside;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// Imports a certificate that somebody else issued to a device. Where its authority is registered it hangs on that authority;
/// where not, it is pinned: this very certificate counts, for this one Thing, and nothing else that its issuer signed does.
/// </summary>
public sealed class RegisterCertificate(Registry registry)
{
    /// <summary>What the profile column says of certificates that no profile made.</summary>
    public const string Profile = "imported";

    /// <exception cref="FleetError">
    /// <c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>certificate-taken</c>, <c>certificate-own</c>, <c>authority-disabled</c>,
    /// <c>forbidden</c>, and the codes of <see cref="OutsideCertificate"/>.
    /// </exception>
    public async Task<CertificateView> ExecuteAsync(string thingName, string certificatePem, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificatePem);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var name = Things.ThingName.Parse(thingName).ToString();
        var certificate = PkiErrors.Translate("certificatePem", () => OutsideCertificate.ReadPem(certificatePem, registry.Time.GetUtcNow()));
        var id = CertificateId.Of(certificate.Der);
        await registry.WriteAsync(scope => Store(scope, name, certificate, id, actor), cancellationToken);
        await using var db = registry.Read();
        var octets = id.ToOctets();
        return await db.Certificates.Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleAsync(CancellationToken.None);
    }

    private static void Store(WriteScope scope, string thingName, OutsideCertificate certificate, CertificateId id, Actor actor)
    {
        // A chain from it would be refused by strict readers: it counts for itself alone, whoever signed it.
        var authorityKey = AuthorityOf(scope, certificate) is { } authority && certificate.IsPathSound ? authority : (long?)null;
        var holder = CertificateRows.HolderOf(scope, thingName, certificate.SubjectPublicKeyInfo);
        var (octets, serial) = (id.ToOctets(), certificate.SerialNumber.ToString());
        if (scope.Db.Certificates.Any(x => x.Id == octets || (x.AuthorityKey != null && x.AuthorityKey == authorityKey && x.SerialNumber == serial)))
        {
            throw new FleetError(FleetErrorKind.Conflict, "certificate-taken", "This certificate, or another of its authority with the same serial number, is registered already.");
        }

        var record = new CertificateRecord
        {
            Id = octets,
            ThingKey = holder,
            AuthorityKey = authorityKey,
            SerialNumber = serial,
            KeyHash = PublicKeyRules.HashOf(certificate.SubjectPublicKeyInfo),
            KeyAlgorithm = certificate.KeyAlgorithm,
            Profile = Profile,
            Status = CertificateStatus.Active,
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            Der = certificate.Der,
        };
        CertificateRows.Insert(scope, record, thingName, authorityKey is null ? "certificate.pinned" : "certificate.imported", actor);
    }

    /// <summary>The registered authority that signed it, or null where none did. Looked up where it is stored: an authority that is proven meanwhile finds it, or is found.</summary>
    private static long? AuthorityOf(WriteScope scope, OutsideCertificate outside)
    {
        var rows = scope.Db.Authorities.Select(x => new { x.Key, x.Kind, x.Status, x.Name, x.NotAfter, x.Der }).ToList();

        // An authority that was renewed with its key has two certificates: the one that is trusted and lasts longest counts.
        if (rows.Where(row => OutsideAuthority.IsIssuerOf(row.Der, outside.Der)).OrderBy(row => row.Status != AuthorityStatus.Active).ThenByDescending(row => row.NotAfter).FirstOrDefault() is { } authority)
        {
            if (authority.Kind != AuthorityKind.Registered)
            {
                throw new FleetError(FleetErrorKind.Refused, "certificate-own", "This portal's own authority signed it, so it is known already, or was never delivered. Issue a new one.");
            }

            return authority.Status == AuthorityStatus.Active
                ? authority.Key
                : throw new FleetError(FleetErrorKind.Refused, "authority-disabled", $"{authority.Name} signed it, and is {authority.Status.Text()}. Prove or enable it first.");
        }

        return null;
    }
}
