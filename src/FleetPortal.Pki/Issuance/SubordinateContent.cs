namespace FleetPortal.Pki.Issuance;

/// <summary>What goes into the certificate of an issuing authority.</summary>
/// <param name="Name">Its common name.</param>
/// <param name="NotBefore">Whole seconds, UTC.</param>
/// <param name="NotAfter">Whole seconds, UTC; never after its parent's own end.</param>
public sealed record SubordinateContent(string Name, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Every subject that it names must stand under this organization (nameConstraints, RFC 5280 §4.2.1.10); null leaves it free.</summary>
    public string? Organization { get; init; }

    /// <summary>Where its parent's certificate can be fetched (RFC 5280 §4.2.2.1), or null.</summary>
    public string? ParentAddress { get; init; }

    /// <summary>Where the CRL is served that says whether it is revoked (RFC 5280 §4.2.1.13), or null.</summary>
    public string? CrlAddress { get; init; }
}
