using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>The error codes of rotations.</summary>
public static class RotationErrors
{
    /// <summary>The grace period is out of range. Use the range that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string GraceInvalid = "grace-invalid";

    /// <summary>The device asked with its old key. Make a new key on the device.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string KeyReused = "key-reused";

    /// <summary>The Thing cannot connect with the new certificate. Release or replace it before you commit.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NewCertificateNotUsable = "new-certificate-not-usable";

    /// <summary>The Thing has no active certificate. Issue one.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NoActiveCertificate = "no-active-certificate";

    /// <summary>The rotation has ended. Start another one.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Ended = "rotation-ended";

    /// <summary>The Thing has no such rotation. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "rotation-not-found";

    /// <summary>The device has not connected with the new certificate. Wait until it does.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NotProven = "rotation-not-proven";

    /// <summary>A rotation of this Thing is under way. Commit it or roll it back first.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Open = "rotation-open";
}
