namespace FleetPortal.Pki.Keys;

/// <summary>Files that only their owner may read: written beside the target with mode 0600, flushed to the disk, then renamed over it.</summary>
public static class PrivateFile
{
    /// <summary>Replaces the content of <paramref name="path"/> as a whole; a crash leaves the old content or the new.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var partial = path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(partial, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }
}
