namespace FleetPortal.Fleet.Kernel;

/// <summary>What the portal has decided about a certificate. Expired is computed from notAfter, never stored.</summary>
public enum CertificateStatus
{
    /// <summary>Issued, not yet to be used.</summary>
    PendingActivation = 0,

    /// <summary>Its holder may connect.</summary>
    Active = 1,

    /// <summary>On hold (RFC 5280 §5.3.1 certificateHold): refused until released.</summary>
    Inactive = 2,

    /// <summary>Ended for good, with a reason.</summary>
    Revoked = 3,
}

/// <summary>Why a certificate was revoked: the CRLReason values of RFC 5280 §5.3.1 that an operator may choose.</summary>
public enum RevocationReason
{
    /// <summary>No reason given.</summary>
    Unspecified = 0,

    /// <summary>Someone else has the key.</summary>
    KeyCompromise = 1,

    /// <summary>The Thing has another name or owner now.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate has taken its place.</summary>
    Superseded = 4,

    /// <summary>The Thing is out of use.</summary>
    CessationOfOperation = 5,

    /// <summary>The right to this identity was withdrawn.</summary>
    PrivilegeWithdrawn = 9,
}

/// <summary>How the outside spells statuses and reasons.</summary>
public static class CertificateWireNames
{
    /// <summary>The spelling of RFC 5280: <c>keyCompromise</c>.</summary>
    public static string ToWire(this RevocationReason reason) => char.ToLowerInvariant(reason.ToString()[0]) + reason.ToString()[1..];

    /// <summary>The API's spelling: <c>pendingActivation</c>, <c>active</c>, <c>inactive</c>, <c>revoked</c>.</summary>
    public static string ToWire(this CertificateStatus status) => char.ToLowerInvariant(status.ToString()[0]) + status.ToString()[1..];

    /// <summary>The reason of a request that may be a dry run: that says no to what the run would say no to, only the reason may still be missing.</summary>
    /// <exception cref="FleetError">As <see cref="ParseReason"/>.</exception>
    public static RevocationReason ReasonOf(string? text, bool dryRun) => dryRun && text is null ? RevocationReason.Unspecified : ParseReason(text);

    /// <summary>Reads a reason as RFC 5280 spells it.</summary>
    /// <exception cref="FleetError"><c>revocation-reason-invalid</c>.</exception>
    public static RevocationReason ParseReason(string? text) =>
        Enum.GetValues<RevocationReason>().Where(reason => reason.ToWire() == text).Select(reason => (RevocationReason?)reason).FirstOrDefault()
        ?? throw new FleetError(CommonErrors.ReasonInvalid, [new Fault("reason", $"The reason must be one of {string.Join(", ", Enum.GetValues<RevocationReason>().Select(ToWire))}.")]);
}
