namespace FleetPortal.Configuration;

/// <summary>
/// Says that a portal runs on a data directory. The operating system ends the lock with the process, also after kill -9. Two portals on
/// one directory would both sign CRLs and number them.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>The file that is locked. It holds nothing.</summary>
    public const string FileName = "portal.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or null where a portal holds it.</summary>
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

    /// <summary>Whether a portal runs on the directory.</summary>
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
