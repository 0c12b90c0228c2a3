namespace FleetPortal.Fleet.Backup;

/// <summary>Unpacks a backup, for <c>restore</c>. There is no registry yet, hence no actor: it is the owner of the directory who runs it.</summary>
public static class UnpackBackup
{
    /// <summary>Unpacks into an empty directory; every file is checked.</summary>
    /// <exception cref="FleetError"><c>backup-invalid</c>.</exception>
    public static Task<BackupManifest> ExecuteAsync(string file, string directory, CancellationToken cancellationToken) => BackupArchive.ExtractAsync(file, directory, cancellationToken);
}
