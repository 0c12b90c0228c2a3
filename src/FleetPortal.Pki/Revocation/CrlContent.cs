namespace FleetPortal.Pki.Revocation;

/// <summary>Everything that goes into a CRL, decided before it is signed.</summary>
public sealed record CrlContent
{
    /// <summary>CRLNumber (RFC 5280 §5.2.3): rises with every CRL of the same scope.</summary>
    public required long Number { get; init; }

    /// <summary>When this one was made.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When the next will be there at the latest.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>The certificates, read once.</summary>
    public required IEnumerable<RevokedEntry> Entries { get; init; }

    /// <summary>
    /// Where a shard of the CRL is served: the address that its certificates carry, written into IssuingDistributionPoint
    /// (RFC 5280 §5.2.5). Null for a complete CRL.
    /// </summary>
    public string? DistributionPoint { get; init; }
}
