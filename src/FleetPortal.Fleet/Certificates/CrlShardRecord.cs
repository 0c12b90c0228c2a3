namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// A part of an authority's CRL. The published CRL is current while <see cref="PublishedRevision"/> equals <see cref="Revision"/>.
/// </summary>
internal sealed class CrlShardRecord
{
    public long AuthorityKey { get; set; }
    public int Shard { get; set; }
    public int Issued { get; set; }
    public long Revision { get; set; }
    public long PublishedRevision { get; set; }
    public long Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }
    public byte[]? Der { get; set; }

    /// <summary>The nextUpdate of a CRL that was published while the clock was ahead. Clients may cache that CRL until then.</summary>
    public DateTimeOffset? AheadUntil { get; set; }
}
