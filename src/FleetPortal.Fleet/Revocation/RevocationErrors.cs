using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The error codes of holds, revocations and the end of authorities.</summary>
public static class RevocationErrors
{
    /// <summary>The authority is the default issuer. Let another authority take over first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string AuthorityIsDefault = "authority-is-standard";

    /// <summary>The share of the first certificates is out of range. Use 0 to 99 percent.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string CanaryInvalid = "canary-invalid";

    /// <summary>The Thing has no other usable certificate. Issue another one first, or revoke without keepLast.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string LastCredential = "last-credential";

    /// <summary>The revocation of many certificates has ended. Start another one.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string BatchEnded = "revocation-batch-ended";

    /// <summary>There is no such revocation of many certificates. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string BatchNotFound = "revocation-batch-not-found";

    /// <summary>The selection contains no certificate that could be revoked. Change the selection.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string SelectionEmpty = "selection-empty";

    /// <summary>The selection is missing, too long or given twice. Select in one of the ways that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string SelectionInvalid = "selection-invalid";

    /// <summary>Things would have no usable certificate left. Give them other certificates first, or send evenIfStranded.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string WouldStrand = "would-strand";
}
