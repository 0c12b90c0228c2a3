using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Publication;

/// <summary>
/// The complete CRL of the root. Its entries are disabled issuing authorities (on hold) and retired ones (cessation of operation).
/// </summary>
internal sealed class RootCrlSource(AuthorityVault vault) : CrlSource(vault.RootKey)
{
    public override Task<long> RevisionAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        db.Set<AuthorityRecord>().Where(x => x.ParentKey == AuthorityKey).SumAsync(x => x.Version, cancellationToken);

    public override bool MayBeLong => false;

    public override IEnumerable<RevokedEntry> Entries(FleetDbContext db, DateTimeOffset thisUpdate) =>
        db.Set<AuthorityRecord>()
            .Where(x => x.ParentKey == AuthorityKey && (x.Status == AuthorityStatus.Disabled || x.Status == AuthorityStatus.Retired))
            .AsEnumerable()
            .Select(x => new RevokedEntry(SerialNumber.OfCertificate(x.Der), CrlTimes.RevokedAt(x.StatusChangedAt, thisUpdate),
                x.Status == AuthorityStatus.Disabled ? CrlReason.CertificateHold : CrlReason.CessationOfOperation));

    public override byte[] Sign(CrlContent content)
    {
        var root = vault.OpenRoot();
        using var key = root.Key;
        return CrlIssuer.Issue(root, content);
    }
}
