using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>The error codes of external authorities and their CRLs.</summary>
public static class ExternalAuthorityErrors
{
    /// <summary>No device could connect with a certificate of this authority. Correct what the message names.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string LetsNobodyIn = "authority-lets-nobody-in";

    /// <summary>The portal itself publishes the CRL of this authority. Send CRLs of external authorities only.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string OwnCrl = "authority-own-crl";

    /// <summary>The portal has this CRL or a newer one. Send a newer CRL.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string CrlNotNewer = "crl-not-newer";

    /// <summary>The registration code is unknown, used or expired. Make a new code and a new verification certificate.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string CodeInvalid = "registration-code-invalid";
}
