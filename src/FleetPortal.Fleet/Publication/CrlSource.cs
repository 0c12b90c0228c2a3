using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Fleet.Publication;

/// <summary>The source of a complete CRL: its entries, its revision and its signer.</summary>
internal abstract class CrlSource(long authorityKey)
{
    /// <summary>The row key of the authority.</summary>
    public long AuthorityKey { get; } = authorityKey;

    /// <summary>Returns a number that rises with every change of the entries.</summary>
    public abstract Task<long> RevisionAsync(FleetDbContext db, CancellationToken cancellationToken);

    /// <summary>Whether the CRL may have many entries. If so, it is not made again after every change.</summary>
    public virtual bool MayBeLong => true;

    /// <summary>Returns the entries as of <paramref name="thisUpdate"/>.</summary>
    public abstract IEnumerable<RevokedEntry> Entries(FleetDbContext db, DateTimeOffset thisUpdate);

    /// <summary>Signs the CRL. Returns it in DER.</summary>
    public abstract byte[] Sign(CrlContent content);
}
