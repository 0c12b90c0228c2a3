namespace FleetPortal.Fleet.Authorities;

/// <summary>The CRL of an authority that somebody else runs: the newest that the portal was given or fetched, and how fetching goes.</summary>
internal sealed class ExternalCrlRecord
{
    public long AuthorityKey { get; set; }
    public AuthorityRecord? Authority { get; set; }

    /// <summary>DER; null where none has come yet.</summary>
    public byte[]? Der { get; set; }

    /// <summary>cRLNumber in lower-case hexadecimal; null where the CRL has none.</summary>
    public string? Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }
    public DateTimeOffset? ReceivedAt { get; set; }
    public string? ReceivedFrom { get; set; }
    public int Entries { get; set; }

    /// <summary>It is stored, and its entries have not all been applied to certificates yet.</summary>
    public bool ApplyDue { get; set; }
    public DateTimeOffset? TriedAt { get; set; }
    public string? Problem { get; set; }
}
