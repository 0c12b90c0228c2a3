namespace FleetPortal.Fleet.Authorities;

/// <summary>The newest CRL of an external authority that was uploaded or fetched, and the state of fetching.</summary>
internal sealed class ExternalCrlRecord
{
    public long AuthorityKey { get; set; }
    public AuthorityRecord? Authority { get; set; }

    /// <summary>The CRL in DER; null if none has arrived.</summary>
    public byte[]? Der { get; set; }

    /// <summary>The cRLNumber in lower-case hexadecimal; null if the CRL has none.</summary>
    public string? Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }
    public DateTimeOffset? ReceivedAt { get; set; }
    public string? ReceivedFrom { get; set; }
    public int Entries { get; set; }

    /// <summary>The CRL is stored, but not applied to all certificates yet.</summary>
    public bool ApplyDue { get; set; }
    public DateTimeOffset? TriedAt { get; set; }
    public string? Problem { get; set; }
}
