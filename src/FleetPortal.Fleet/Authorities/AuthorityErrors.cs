using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The error codes of authorities.</summary>
public static class AuthorityErrors
{
    /// <summary>The authority is disabled. Enable it first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string Disabled = "authority-disabled";

    /// <summary>The authority has expired. Use or make another one.</summary>
    [Error(FleetErrorKind.Refused, FleetErrorKind.Unavailable)]
    public const string Expired = "authority-expired";

    /// <summary>The authority has faults. Correct the fields that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string Invalid = "authority-invalid";

    /// <summary>There is no such authority. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "authority-not-found";

    /// <summary>The authority signs no new certificates. Choose another one.</summary>
    [Error(FleetErrorKind.Refused, FleetErrorKind.Conflict)]
    public const string NotIssuing = "authority-not-issuing";

    /// <summary>The authority is not valid yet. Wait, or compare the clocks.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NotYetValid = "authority-not-yet-valid";

    /// <summary>The status of the authority does not allow this. Read the authority again.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Status = "authority-status";

    /// <summary>The authority or its name is registered. Use the one that the message names, or choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Taken = "authority-taken";

    /// <summary>No PKCS#11 token is set up. Set Keys:Pkcs11:Library, Keys:Pkcs11:Token and Keys:Pkcs11:Pin.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string KeyStoreMissing = "key-store-missing";

    /// <summary>The default issuer is disabled. Enable it, or make another authority the default.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string NoIssuer = "no-issuing-authority";

    /// <summary>The authority has revoked the certificate on its CRL. Use another certificate.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string RevokedByAuthority = "revoked-by-authority";

    /// <summary>The portal keeps no more intermediate authorities. Register the authorities that sign the devices' certificates.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string TooManyIntermediates = "too-many-intermediates";
}
