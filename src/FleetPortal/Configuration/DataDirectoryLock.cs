namespace FleetPortal.Configuration;

/// <summary>
/// The lock of a running portal on its data directory. The operating system releases it when the process ends, also after kill -9. Two
/// portals on one directory would both sign and number CRLs.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>The name of the lock file. It is empty.</summary>
    public const string FileName = "portal.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. Returns null if a portal holds it.</summary>
    public static DataDirectoryLock? TryTake(string directory)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new DataDirectoryLock(new FileStream(Path.Combine(directory, FileName), options));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a portal runs on the directory.</summary>
    public static bool IsHeld(string directory)
    {
        if (!File.Exists(Path.Combine(directory, FileName)))
        {
            return false;
        }

        using var mine = TryTake(directory);
        return mine is null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
