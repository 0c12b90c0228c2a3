using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Revocation;

/// <summary>CRLReason (RFC 5280 §5.3.1), the values that the portal writes.</summary>
public enum CrlReason
{
    /// <summary>No reason: the extension is left out, as §5.3.1 asks.</summary>
    Unspecified = 0,

    /// <summary>Someone else has the key.</summary>
    KeyCompromise = 1,

    /// <summary>The authority's key is in other hands.</summary>
    AuthorityCompromise = 2,

    /// <summary>The subject has another name or owner.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate has taken its place.</summary>
    Superseded = 4,

    /// <summary>It is out of use.</summary>
    CessationOfOperation = 5,

    /// <summary>On hold: may be released.</summary>
    CertificateHold = 6,

    /// <summary>A privilege in it was withdrawn.</summary>
    PrivilegeWithdrawn = 9,
}

/// <summary>A certificate that is revoked or on hold.</summary>
public readonly record struct RevokedEntry(SerialNumber SerialNumber, DateTimeOffset RevokedAt, CrlReason Reason);
