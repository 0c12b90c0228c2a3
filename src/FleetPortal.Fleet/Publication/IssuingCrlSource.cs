using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Publication;

/// <summary>The complete CRL of an issuing authority; its entries are certificates of Things.</summary>
internal sealed class IssuingCrlSource(OwnAuthority authority) : CrlSource(authority.Key)
{
    public override Task<long> RevisionAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        db.Set<CrlShardRecord>().Where(x => x.AuthorityKey == AuthorityKey).SumAsync(x => x.Revision, cancellationToken);

    public override IEnumerable<RevokedEntry> Entries(
        FleetDbContext db, DateTimeOffset thisUpdate) => CrlEntries.Of(db, AuthorityKey, null, thisUpdate);

    public override byte[] Sign(CrlContent content) => CrlIssuer.Issue(authority.Signer, content);
}
