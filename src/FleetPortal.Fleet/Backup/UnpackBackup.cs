namespace FleetPortal.Fleet.Backup;

/// <summary>
/// Unpacks a backup, for the command <c>restore</c>. There is no registry yet, so there is no actor and no right to check: the owner of the
/// directory runs the command.
/// </summary>
public static class UnpackBackup
{
    /// <summary>Unpacks the backup into an empty directory and checks every file. Returns the manifest.</summary>
    /// <exception cref="FleetError"><c>backup-invalid</c>.</exception>
    public static Task<BackupManifest> ExecuteAsync(string file, string directory, CancellationToken cancellationToken) =>
        BackupArchive.ExtractAsync(file, directory, cancellationToken);
}
