using System.Text.Json;

namespace FleetPortal.Fleet.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Name">Relative to the data directory, with slashes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record BackupFile(string Name, long Length, string Sha256);

/// <summary>What a backup says about itself; the first entry of the archive.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">Of the format.</param>
/// <param name="CreatedAt">The moment of the copy: what happened later is not in it.</param>
/// <param name="Migration">The newest migration of the database.</param>
/// <param name="RootFingerprint">SHA-256 of the root certificate, as the portal prints it.</param>
/// <param name="HasPassphrase">Whether the passphrase of the keys is in the backup; otherwise it is the setting <c>Data:KeyPassphrase</c>.</param>
/// <param name="KeysOutside">Authorities whose keys are in a PKCS#11 token, and so not in the backup.</param>
public sealed record BackupManifest(
    string Format, int Version, DateTimeOffset CreatedAt, string Migration, string RootFingerprint, bool HasPassphrase, IReadOnlyList<string> KeysOutside, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The name of the format.</summary>
    public const string FormatName = "fleetportal-backup";

    /// <summary>The version that this program writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
