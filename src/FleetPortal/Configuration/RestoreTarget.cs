using System.Globalization;
using FleetPortal.Fleet.Kernel;
using Microsoft.Data.Sqlite;

namespace FleetPortal.Configuration;

/// <summary>
/// The data directory into which a backup is restored. The backup is unpacked into a staging folder inside the directory and moved up when
/// it is complete. Both are on one file system, also if the directory is a mounted volume.
/// </summary>
internal sealed class RestoreTarget : IDisposable
{
    private const string StagingPrefix = ".restoring-";
    private const string OldPrefix = "before-restore-";

    private readonly DataDirectoryLock _lock;
    private readonly bool _keepOld;
    private readonly TimeProvider _time;

    private RestoreTarget(string directory, DataDirectoryLock held, bool keepOld, TimeProvider time)
    {
        Directory = directory;
        _lock = held;
        _keepOld = keepOld;
        _time = time;
        Staging = Path.Combine(directory, StagingPrefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The data directory into which the backup is restored.</summary>
    public string Directory { get; }

    /// <summary>The staging folder into which the backup is unpacked.</summary>
    public string Staging { get; }

    /// <summary>
    /// Locks the data directory until <see cref="Dispose"/>, checks that it is empty unless <paramref name="keepOld"/>, and creates the
    /// staging folder.
    /// </summary>
    /// <exception cref="FleetError">
    /// <c>restore-refused</c>: a portal runs on the directory, it is not empty, or the database is elsewhere.
    /// </exception>
    /// <exception cref="SettingsException">The directory cannot be written.</exception>
    public static RestoreTarget Open(PortalSettings settings, bool keepOld, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        var directory = settings.DataDirectory;
        if (DataDirectory.DatabaseOf(settings) != Path.Combine(directory, DataDirectory.DatabaseFile))
        {
            throw Refused("Database:ConnectionString names a database outside the data directory. Restore without this setting, and move "
                + "the database afterwards.");
        }

        try
        {
            DataDirectory.CreatePrivate(directory);
            var held = DataDirectoryLock.TryTake(directory) ?? throw Refused($"A portal runs on {directory}. Stop it first.");
            if (!keepOld && Old(directory).FirstOrDefault() is { } entry)
            {
                held.Dispose();
                throw Refused($"{directory} is not empty ({Path.GetFileName(entry)}). Restore into an empty or absent directory, or add "
                    + $"--keep-old to move its content into a folder inside it.");
            }

            foreach (var leftover in System.IO.Directory.EnumerateDirectories(directory, StagingPrefix + "*"))
            {
                System.IO.Directory.Delete(leftover, recursive: true);
            }

            var target = new RestoreTarget(directory, held, keepOld, time);
            DataDirectory.CreatePrivate(target.Staging);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"Data:Directory: {directory} cannot be written ({e.Message})."]);
        }
    }

    /// <summary>
    /// Moves the restored files from the staging folder into the data directory. Returns the folder with the old content, or null. The old
    /// database is moved out first and the new one in last, so that a portal never starts on a half-finished restore.
    /// </summary>
    public string? Commit()
    {
        SqliteConnection.ClearAllPools();
        string? kept = null;
        var old = Old(Directory).OrderByDescending(IsDatabase).ToList();
        if (_keepOld && old.Count > 0)
        {
            kept = Path.Combine(Directory, OldPrefix + _time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
            DataDirectory.CreatePrivate(kept);
            Move(old, kept);
        }

        Move(System.IO.Directory.EnumerateFileSystemEntries(Staging)
            .Where(entry => Path.GetFileName(entry) != DataDirectoryLock.FileName).OrderBy(IsDatabase).ToList(), Directory);
        return kept;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (System.IO.Directory.Exists(Staging))
        {
            System.IO.Directory.Delete(Staging, recursive: true);
        }

        _lock.Dispose();
    }

    private static void Move(IEnumerable<string> entries, string into)
    {
        foreach (var entry in entries)
        {
            System.IO.Directory.Move(entry, Path.Combine(into, Path.GetFileName(entry)));
        }
    }

    private static bool IsDatabase(string path) => Path.GetFileName(path) == DataDirectory.DatabaseFile;

    /// <summary>
    /// Returns the entries of the old portal. Leaves out the lock file, lost+found of a volume, and folders of earlier restores.
    /// </summary>
    private static IEnumerable<string> Old(string directory) => System.IO.Directory.EnumerateFileSystemEntries(directory).Where(entry =>
        Path.GetFileName(entry) is var name && name is not (DataDirectoryLock.FileName or "lost+found")
        && !name.StartsWith(StagingPrefix, StringComparison.Ordinal) && !name.StartsWith(OldPrefix, StringComparison.Ordinal));

    private static FleetError Refused(string message) => new(FleetErrorKind.Refused, DataDirectoryErrors.RestoreRefused, message);
}
