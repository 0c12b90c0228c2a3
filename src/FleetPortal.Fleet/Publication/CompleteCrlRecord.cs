namespace FleetPortal.Fleet.Publication;

/// <summary>The last complete CRL of an authority: its number and its times.</summary>
internal sealed class CompleteCrlRecord
{
    public long AuthorityKey { get; set; }
    public long Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }

    /// <summary>
    /// The nextUpdate of a CRL that was published while the clock was ahead. See <see cref="CrlShardRecord.AheadUntil"/>.
    /// </summary>
    public DateTimeOffset? AheadUntil { get; set; }
}
