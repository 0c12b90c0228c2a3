using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The audit actions of authorities.</summary>
public static class AuthorityActions
{
    /// <summary>The actor created an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Created an authority")]
    public const string Created = "authority.created";

    /// <summary>The portal accepted the CRL of an external authority.</summary>
    [AuditAction(AuditTargets.Authority, "Accepted the CRL of an external authority")]
    public const string CrlAccepted = "authority.crl-accepted";

    /// <summary>The actor disabled an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Disabled an authority")]
    public const string Disabled = "authority.disabled";

    /// <summary>The actor discarded an authority that was not proven.</summary>
    [AuditAction(AuditTargets.Authority, "Discarded an authority that was not proven")]
    public const string Discarded = "authority.discarded";

    /// <summary>The actor enabled an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Enabled an authority")]
    public const string Enabled = "authority.enabled";

    /// <summary>The portal added an intermediate authority from a chain.</summary>
    [AuditAction(AuditTargets.Authority, "Added an intermediate authority from a chain")]
    public const string IntermediateAdded = "authority.intermediate-added";

    /// <summary>The actor made an authority the default issuer.</summary>
    [AuditAction(AuditTargets.Authority, "Made an authority the default issuer")]
    public const string MadeDefault = "authority.made-standard";

    /// <summary>The actor proved an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Proved an authority")]
    public const string Proven = "authority.proven";

    /// <summary>The actor registered an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Registered an authority")]
    public const string Registered = "authority.registered";

    /// <summary>The actor made a registration code.</summary>
    [AuditAction(AuditTargets.Authority, "Made a registration code")]
    public const string RegistrationCodeMade = "authority.registration-code";

    /// <summary>The actor retired an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Retired an authority")]
    public const string Retired = "authority.retired";

    /// <summary>The actor replaced an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Replaced an authority")]
    public const string RolledOver = "authority.rolled-over";

    /// <summary>The portal issued the certificate of the listeners.</summary>
    [AuditAction(AuditTargets.Authority, "Issued the certificate of the listeners")]
    public const string ServerCertificateIssued = "server-certificate.issued";
}
