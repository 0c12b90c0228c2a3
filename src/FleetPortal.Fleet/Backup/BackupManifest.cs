using System.Text.Json;

namespace FleetPortal.Fleet.Backup;

/// <summary>A file in a backup.</summary>
/// <param name="Name">The path relative to the data directory, with slashes.</param>
/// <param name="Sha256">The SHA-256 hash in lower-case hexadecimal.</param>
public sealed record BackupFile(string Name, long Length, string Sha256);

/// <summary>The description of a backup: the first entry of the archive.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">The version of the format.</param>
/// <param name="CreatedAt">The time of the copy. Later changes are not in the backup.</param>
/// <param name="Migration">The name of the newest migration of the database.</param>
/// <param name="RootFingerprint">The SHA-256 hash of the root certificate, as the portal prints it.</param>
/// <param name="HasPassphrase">Whether the backup contains the passphrase of the keys. If not, it is in the setting
/// <c>Data:KeyPassphrase</c>.</param>
/// <param name="KeysOutside">The names of the authorities whose keys are in a PKCS#11 token and therefore not in the backup.</param>
public sealed record BackupManifest(
    string Format, int Version, DateTimeOffset CreatedAt,
    string Migration, string RootFingerprint, bool HasPassphrase, IReadOnlyList<string> KeysOutside, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "fleetportal-backup";

    /// <summary>The version of the format that this program writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The options for the JSON of the manifest.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
