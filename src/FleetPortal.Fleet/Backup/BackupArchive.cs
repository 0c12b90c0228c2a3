using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Backup;

/// <summary>
/// The file of a backup: a tar archive (POSIX pax) with <c>manifest.json</c>, <c>fleet.db</c> and <c>keys/…</c>, which <c>tar -xf</c> can
/// unpack. It contains the keys of the authorities, so it is written with mode 0600.
/// </summary>
internal static partial class BackupArchive
{
    /// <summary>The name of the manifest in the archive.</summary>
    public const string Manifest = "manifest.json";
    /// <summary>The name of the database in the archive.</summary>
    public const string Database = "fleet.db";

    private const int MaxManifest = 1024 * 1024;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a file that only its owner can read. Never overwrites a file.</summary>
    /// <exception cref="IOException">The file exists.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>Returns the entry of a file for the manifest: its length and its SHA-256 hash.</summary>
    public static async Task<BackupFile> DescribeAsync(string name, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return new BackupFile(name, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
    }

    /// <summary>Writes the archive and flushes it to the disk.</summary>
    public static async Task WriteAsync(
        FileStream target, BackupManifest manifest, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        await using (var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true))
        {
            using (var description = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupManifest.Json)))
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile,
                    Manifest) { DataStream = description, Mode = OwnerFile, ModificationTime = manifest.CreatedAt }, cancellationToken);
            }

            foreach (var file in manifest.Files)
            {
                await using var content = File.OpenRead(pathOf(file.Name));
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile,
                    file.Name) { DataStream = content, Mode = OwnerFile, ModificationTime = manifest.CreatedAt }, cancellationToken);
            }
        }

        target.Flush(flushToDisk: true);
    }

    /// <summary>Unpacks an archive into a directory and checks every file against the manifest.</summary>
    /// <exception cref="FleetError"><c>backup-invalid</c>.</exception>
    public static async Task<BackupManifest> ExtractAsync(string archive, string directory, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(archive);
            await using var tar = new TarReader(file);
            var manifest = await ReadManifestAsync(tar, cancellationToken);
            Directory.CreateDirectory(Path.Combine(directory, "keys"));
            foreach (var expected in manifest.Files)
            {
                await ExtractOneAsync(tar, expected, directory, cancellationToken);
            }

            return manifest;
        }
        catch (Exception e) when (e
            is InvalidDataException or EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw Invalid("The file is not a backup of FleetPortal, or it is damaged.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"The backup cannot be unpacked: {e.Message}", e);
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(TarReader tar, CancellationToken cancellationToken)
    {
        if (await tar.GetNextEntryAsync(cancellationToken: cancellationToken)
            is not { Name: Manifest, Length: > 0 and <= MaxManifest, DataStream: { } stream })
        {
            throw Invalid("The file is not a backup of FleetPortal.");
        }

        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, BackupManifest.Json, cancellationToken);
        if (manifest is not { Format: BackupManifest.FormatName, Files: not null })
        {
            throw Invalid("The file is not a backup of FleetPortal.");
        }

        if (manifest.Version < 1 || manifest.CreatedAt == default || manifest.RootFingerprint is null || manifest.KeysOutside is null)
        {
            throw Invalid("The manifest of the backup is not complete.");
        }

        if (manifest.Version > BackupManifest.CurrentVersion)
        {
            throw Invalid($"A newer FleetPortal wrote the backup (format {manifest.Version}). Restore it with that version.");
        }

        return manifest.Files.All(file => file is { Name: { } name } && Name().IsMatch(name))
            && manifest.Files.Count(file => file.Name == Database) == 1
            ? manifest
            : throw Invalid("The manifest of the backup names files that a backup cannot contain.");
    }

    private static async Task ExtractOneAsync(TarReader tar, BackupFile expected, string directory, CancellationToken cancellationToken)
    {
        var entry = await tar.GetNextEntryAsync(cancellationToken: cancellationToken);
        if (entry is null || entry.Name != expected.Name
            || entry.Length != expected.Length || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            throw Invalid($"The file {expected.Name} is missing in the backup.");
        }

        var path = Path.Combine(directory, expected.Name);
        await using (var target = Create(path))
        {
            await (entry.DataStream ?? Stream.Null).CopyToAsync(target, cancellationToken);
            target.Flush(flushToDisk: true);
        }

        if (await DescribeAsync(expected.Name, path, cancellationToken) != expected)
        {
            throw Invalid($"The file {expected.Name} in the backup is damaged.");
        }
    }

    private static FleetError Invalid(
        string message, Exception? inner = null) => new(FleetErrorKind.Refused, BackupErrors.Invalid, message, inner);

    // Only these names are unpacked, so no name can lead out of the directory.
    [GeneratedRegex(@"^(fleet\.db|keys/[A-Za-z0-9][A-Za-z0-9._-]{0,100})$")]
    private static partial Regex Name();
}
