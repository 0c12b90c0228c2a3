namespace FleetPortal.Fleet.Kernel;

/// <summary>The stored status of a certificate. "Expired" is never stored: it is computed from notAfter.</summary>
public enum CertificateStatus
{
    /// <summary>The certificate is issued but must not be used yet.</summary>
    PendingActivation = 0,

    /// <summary>A device may connect with the certificate.</summary>
    Active = 1,

    /// <summary>The certificate is on hold (RFC 5280 §5.3.1, certificateHold): it is refused until it is released.</summary>
    Inactive = 2,

    /// <summary>The certificate is revoked, with a reason. This is final.</summary>
    Revoked = 3,
}

/// <summary>The reason of a revocation: the CRLReason values of RFC 5280 §5.3.1 that an operator may choose.</summary>
public enum RevocationReason
{
    /// <summary>The operator gave no reason.</summary>
    Unspecified = 0,

    /// <summary>Another party has the private key.</summary>
    KeyCompromise = 1,

    /// <summary>The Thing has another name or another owner.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate has replaced this one.</summary>
    Superseded = 4,

    /// <summary>The Thing is out of service.</summary>
    CessationOfOperation = 5,

    /// <summary>The Thing has lost the right to this identity.</summary>
    PrivilegeWithdrawn = 9,
}

/// <summary>Converts statuses and revocation reasons to and from the names that the API uses.</summary>
public static class CertificateWireNames
{
    /// <summary>Returns the name of RFC 5280, such as <c>keyCompromise</c>.</summary>
    public static string ToWire(this RevocationReason reason) => EnumName.ToWire(reason);

    /// <summary>Returns the name that the API uses: <c>pendingActivation</c>, <c>active</c>, <c>inactive</c>, <c>revoked</c>.</summary>
    public static string ToWire(this CertificateStatus status) => EnumName.ToWire(status);

    /// <summary>
    /// Reads the reason of a request. A dry run may omit it and then gets <see cref="RevocationReason.Unspecified"/>; a reason that is
    /// given is checked like that of a real run.
    /// </summary>
    /// <exception cref="FleetError">As <see cref="ParseReason"/>.</exception>
    public static RevocationReason ReasonOf(string? text, bool dryRun) => dryRun && text is null
        ? RevocationReason.Unspecified : ParseReason(text);

    /// <summary>Reads a reason by its name of RFC 5280.</summary>
    /// <exception cref="FleetError"><c>revocation-reason-invalid</c>.</exception>
    public static RevocationReason ParseReason(string? text) =>
        Enum.GetValues<RevocationReason>()
            .Where(reason => reason.ToWire() == text).Select(reason => (RevocationReason?)reason).FirstOrDefault()
        ?? throw new FleetError(CommonErrors.ReasonInvalid,
            [new Fault("reason", $"The reason must be one of {string.Join(", ", Enum.GetValues<RevocationReason>().Select(ToWire))}.")]);
}
