namespace FleetPortal.Fleet.Kernel;

/// <summary>The error codes of the database and its disk. Nothing was changed when one of them is answered.</summary>
public static class StorageErrors
{
    /// <summary>The database is damaged. Restore a backup.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string Damaged = "database-damaged";

    /// <summary>The database does not know the keys beside it. Copy the whole data directory, or restore a backup.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string Incomplete = "database-incomplete";

    /// <summary>Another process holds a lock on the database. Send the request again.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string Locked = "database-locked";

    /// <summary>A newer version of the portal has changed the database. Start that version, or restore an older backup.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string Newer = "database-newer";

    /// <summary>The database cannot be written. Check the permissions of the data directory.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string ReadOnly = "database-read-only";

    /// <summary>The database cannot be opened. Check the path and the permissions of the data directory.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string Unusable = "database-unusable";

    /// <summary>The disk reported an error. Replace the disk and restore a backup.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string DiskFailed = "disk-failed";

    /// <summary>The disk is full. Free some space and send the request again.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string DiskFull = "disk-full";
}
