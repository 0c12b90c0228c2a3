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
