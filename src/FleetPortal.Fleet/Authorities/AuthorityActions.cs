using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The audit actions of authorities.</summary>
public static class AuthorityActions
{
    /// <summary>Created an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Created an authority")]
    public const string Created = "authority.created";

    /// <summary>Accepted the CRL of an external authority.</summary>
    [AuditAction(AuditTargets.Authority, "Accepted the CRL of an external authority")]
    public const string CrlAccepted = "authority.crl-accepted";

    /// <summary>Disabled an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Disabled an authority")]
    public const string Disabled = "authority.disabled";

    /// <summary>Discarded an authority that was not proven.</summary>
    [AuditAction(AuditTargets.Authority, "Discarded an authority that was not proven")]
    public const string Discarded = "authority.discarded";

    /// <summary>Enabled an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Enabled an authority")]
    public const string Enabled = "authority.enabled";

    /// <summary>Added an intermediate authority from a chain.</summary>
    [AuditAction(AuditTargets.Authority, "Added an intermediate authority from a chain")]
    public const string IntermediateAdded = "authority.intermediate-added";

    /// <summary>Made an authority the default issuer.</summary>
    [AuditAction(AuditTargets.Authority, "Made an authority the default issuer")]
    public const string MadeDefault = "authority.made-standard";

    /// <summary>Proved an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Proved an authority")]
    public const string Proven = "authority.proven";

    /// <summary>Registered an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Registered an authority")]
    public const string Registered = "authority.registered";

    /// <summary>Made a registration code.</summary>
    [AuditAction(AuditTargets.Authority, "Made a registration code")]
    public const string RegistrationCodeMade = "authority.registration-code";

    /// <summary>Retired an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Retired an authority")]
    public const string Retired = "authority.retired";

    /// <summary>Replaced an authority.</summary>
    [AuditAction(AuditTargets.Authority, "Replaced an authority")]
    public const string RolledOver = "authority.rolled-over";

    /// <summary>Issued the certificate of the listeners.</summary>
    [AuditAction(AuditTargets.Authority, "Issued the certificate of the listeners")]
    public const string ServerCertificateIssued = "server-certificate.issued";
}
