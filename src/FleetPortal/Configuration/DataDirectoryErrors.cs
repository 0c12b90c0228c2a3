using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Configuration;

/// <summary>The error codes of commands that open or fill a data directory.</summary>
public static class DataDirectoryErrors
{
    /// <summary>The file does not exist. Check the path.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string FileNotFound = "file-not-found";

    /// <summary>The directory holds no portal. Name the right directory with --Data:Directory.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NoPortal = "no-portal";

    /// <summary>The target is in use or not empty. Stop the portal, or restore into an empty directory.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string RestoreRefused = "restore-refused";
}
