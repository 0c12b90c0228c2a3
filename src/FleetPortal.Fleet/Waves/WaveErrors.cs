using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>The error codes of waves.</summary>
public static class WaveErrors
{
    /// <summary>The Thing did not rotate in time. Check the device and start another wave for it.</summary>
    public const string NotProven = "not-proven";

    /// <summary>The rotation of the Thing was rolled back. Start another wave for it.</summary>
    public const string RolledBack = "rolled-back";

    /// <summary>No Thing with an active certificate is selected. Change the selection.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string Empty = "wave-empty";

    /// <summary>The wave has ended. Start another one.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Ended = "wave-ended";

    /// <summary>The wave has faults. Correct the fields that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string Invalid = "wave-invalid";

    /// <summary>None of the selected Things is connected. Start the wave for all of them.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NobodyConnected = "wave-nobody-connected";

    /// <summary>There is no such wave. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "wave-not-found";

    /// <summary>Every selected Thing is in another wave. Wait for its end, or stop it.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Overlaps = "wave-overlaps";
}
