namespace FleetPortal.Pki.Issuance;

/// <summary>The content of the certificate of an issuing authority.</summary>
/// <param name="Name">The common name.</param>
/// <param name="NotBefore">The start of validity in UTC, in whole seconds.</param>
/// <param name="NotAfter">The end of validity in UTC, in whole seconds; not later than that of the parent.</param>
public sealed record SubordinateContent(string Name, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>
    /// The organization with which every subject that it signs must begin (nameConstraints, RFC 5280 §4.2.1.10); null for no constraint.
    /// </summary>
    public string? Organization { get; init; }

    /// <summary>The URL of the certificate of the parent (RFC 5280 §4.2.2.1); null to omit it.</summary>
    public string? ParentAddress { get; init; }

    /// <summary>The URL of the CRL that covers this certificate (RFC 5280 §4.2.1.13); null to omit it.</summary>
    public string? CrlAddress { get; init; }
}
