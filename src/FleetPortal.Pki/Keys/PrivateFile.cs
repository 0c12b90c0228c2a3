namespace FleetPortal.Pki.Keys;

/// <summary>
/// Writes files that only their owner can read. The content is written to a second file with mode 0600 and flushed to the disk; then the
/// file is renamed.
/// </summary>
public static class PrivateFile
{
    /// <summary>Replaces the whole content of <paramref name="path"/>. After a crash, the file has the old or the new content.</summary>
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
