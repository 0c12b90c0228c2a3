namespace FleetPortal.Pki.Revocation;

/// <summary>The complete content of a CRL. It is decided before the CRL is signed.</summary>
public sealed record CrlContent
{
    /// <summary>The CRLNumber (RFC 5280 §5.2.3). It rises with every CRL of the same scope.</summary>
    public required long Number { get; init; }

    /// <summary>The time of issuance (thisUpdate, RFC 5280 §5.1.2.4).</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>The time before which the next CRL is issued (nextUpdate, RFC 5280 §5.1.2.5).</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>The revoked certificates. The sequence is read once.</summary>
    public required IEnumerable<RevokedEntry> Entries { get; init; }

    /// <summary>
    /// The URL of a CRL part, which is also in its certificates. It is written to issuingDistributionPoint (RFC 5280 §5.2.5). Null for a
    /// complete CRL.
    /// </summary>
    public string? DistributionPoint { get; init; }
}
