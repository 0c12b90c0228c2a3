using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Seeding;

/// <summary>The error codes of the command that creates a synthetic fleet.</summary>
public static class SeedingErrors
{
    /// <summary>The registry holds Things. Name an empty data directory.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NotEmpty = "registry-not-empty";

    /// <summary>The number of Things is out of range. Use the range that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string Invalid = "seed-invalid";
}
