using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Publication;

/// <summary>Whose whole CRL it is: what is on it, what tells that it changed, and who signs it.</summary>
internal abstract class CrlSource(long authorityKey)
{
    public long AuthorityKey { get; } = authorityKey;

    /// <summary>A number that rises with every change of what is on the CRL.</summary>
    public abstract Task<long> RevisionAsync(FleetDbContext db, CancellationToken cancellationToken);

    /// <summary>Whether it may be long: then it is not made anew with every change.</summary>
    public virtual bool MayBeLong => true;

    public abstract IEnumerable<RevokedEntry> Entries(FleetDbContext db, DateTimeOffset thisUpdate);

    public abstract byte[] Sign(CrlContent content);
}

/// <summary>Of an issuing authority: the certificates of Things.</summary>
internal sealed class IssuingCrlSource(OwnAuthority authority) : CrlSource(authority.Key)
{
    public override Task<long> RevisionAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        db.Set<CrlShardRecord>().Where(x => x.AuthorityKey == AuthorityKey).SumAsync(x => x.Revision, cancellationToken);

    public override IEnumerable<RevokedEntry> Entries(FleetDbContext db, DateTimeOffset thisUpdate) => CrlEntries.Of(db, AuthorityKey, null, thisUpdate);

    public override byte[] Sign(CrlContent content) => CrlIssuer.Issue(authority.Signer, content);
}

/// <summary>Of the root: the issuing authorities that are disabled (on hold) or retired (ended).</summary>
internal sealed class RootCrlSource(AuthorityVault vault) : CrlSource(vault.RootKey)
{
    public override Task<long> RevisionAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        db.Set<AuthorityRecord>().Where(x => x.ParentKey == AuthorityKey).SumAsync(x => x.Version, cancellationToken);

    public override bool MayBeLong => false;

    public override IEnumerable<RevokedEntry> Entries(FleetDbContext db, DateTimeOffset thisUpdate) =>
        db.Set<AuthorityRecord>().Where(x => x.ParentKey == AuthorityKey && (x.Status == AuthorityStatus.Disabled || x.Status == AuthorityStatus.Retired))
            .AsEnumerable()
            .Select(x => new RevokedEntry(SerialNumber.OfCertificate(x.Der), CrlTimes.RevokedAt(x.StatusChangedAt, thisUpdate), x.Status == AuthorityStatus.Disabled ? CrlReason.CertificateHold : CrlReason.CessationOfOperation));

    public override byte[] Sign(CrlContent content)
    {
        var root = vault.OpenRoot();
        using var key = root.Key;
        return CrlIssuer.Issue(root, content);
    }
}
