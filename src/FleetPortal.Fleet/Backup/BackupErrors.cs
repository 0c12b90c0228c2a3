using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Backup;

/// <summary>The error codes of backup and restore.</summary>
public static class BackupErrors
{
    /// <summary>The file exists, and a backup overwrites no file. Choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Exists = "backup-exists";

    /// <summary>The backup cannot be written. Check the directory and its free space.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string Failed = "backup-failed";

    /// <summary>The file is not a complete backup. Use another backup.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string Invalid = "backup-invalid";

    /// <summary>The key of an authority is missing. Restore the key file before you make a backup.</summary>
    [Error(FleetErrorKind.Unavailable)]
    public const string KeyMissing = "backup-key-missing";

    /// <summary>No authority of this backup signed the CRL. Give the CRLs of the portal that was backed up.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string CrlOfAnother = "crl-of-another";
}
