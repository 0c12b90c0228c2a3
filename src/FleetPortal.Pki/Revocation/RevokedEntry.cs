using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Revocation;

/// <summary>The CRLReason values (RFC 5280 §5.3.1) that the portal writes.</summary>
public enum CrlReason
{
    /// <summary>No reason. The extension is omitted, as RFC 5280 §5.3.1 recommends.</summary>
    Unspecified = 0,

    /// <summary>Another party has the private key.</summary>
    KeyCompromise = 1,

    /// <summary>Another party has the private key of the authority.</summary>
    AuthorityCompromise = 2,

    /// <summary>The subject has another name or another owner.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate has replaced this one.</summary>
    Superseded = 4,

    /// <summary>The certificate is not needed any more.</summary>
    CessationOfOperation = 5,

    /// <summary>The certificate is on hold and may be released.</summary>
    CertificateHold = 6,

    /// <summary>A privilege in the certificate was withdrawn.</summary>
    PrivilegeWithdrawn = 9,
}

/// <summary>A certificate that is revoked or on hold, as an entry of a CRL.</summary>
public readonly record struct RevokedEntry(SerialNumber SerialNumber, DateTimeOffset RevokedAt, CrlReason Reason);
