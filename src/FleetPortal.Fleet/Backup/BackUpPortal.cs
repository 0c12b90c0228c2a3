using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Backup;

/// <summary>Copies the database and the keys into one file while the portal runs. Needs <see cref="Permission.Administer"/>.</summary>
public sealed class BackUpPortal(Registry registry, AuthorityVault vault, BackupSource source)
{
    /// <summary>Writes the backup and returns its manifest.</summary>
    /// <param name="file">The path of the backup, which must not exist. The file appears when it is complete.</param>
    /// <param name="actor">The actor who makes the backup.</param>
    /// <param name="cancellationToken">Cancels the backup. No file is left behind.</param>
    /// <exception cref="FleetError"><c>backup-exists</c>, <c>backup-failed</c>, <c>backup-key-missing</c>, <c>database-damaged</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<BackupManifest> ExecuteAsync(string file, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var target = Path.GetFullPath(file);
        RefuseExisting(target);
        var (copy, partial) = (target + ".database", target + ".partial");
        try
        {
            // Create the file with mode 0600 before the copy is written to it.
            await BackupArchive.Create(copy).DisposeAsync();
            await using var archive = BackupArchive.Create(partial);
            var manifest = await DescribeAsync(copy, cancellationToken);
            await BackupArchive.WriteAsync(archive, manifest, name => name == BackupArchive.Database
                ? copy : Path.Combine(source.KeyDirectory, Path.GetFileName(name)), cancellationToken);
            RefuseExisting(target);
            File.Move(partial, target, overwrite: false);
            await registry.WriteAsync(scope => scope.Audit(actor, BackupActions.BackedUp, new AuditTarget(AuditTargets.Portal,
                Path.GetFileName(target)), new { manifest.CreatedAt, files = manifest.Files.Count }), CancellationToken.None);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new FleetError(FleetErrorKind.Unavailable, BackupErrors.Failed, $"The backup cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(partial);
        }
    }

    /// <summary>Copies the database and then lists the key files, so that every key that the copy names is in the list.</summary>
    private async Task<BackupManifest> DescribeAsync(string copy, CancellationToken cancellationToken)
    {
        var createdAt = registry.Time.GetUtcNow();
        await using var db = registry.Read();
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancellationToken);
        var inFiles = await CheckAsync(copy, cancellationToken);
        List<BackupFile> files = [await BackupArchive.DescribeAsync(BackupArchive.Database, copy, cancellationToken)];
        foreach (var path in Directory.EnumerateFiles(source.KeyDirectory)
            .Where(path => !path.EndsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            files.Add(await BackupArchive.DescribeAsync("keys/" + Path.GetFileName(path), path, cancellationToken));
        }

        if (inFiles.FirstOrDefault(key => !files.Exists(file => file.Name == $"keys/{key}.key")) is { } missing)
        {
            throw new FleetError(FleetErrorKind.Unavailable,
                BackupErrors.KeyMissing, $"The key {missing} of an authority is not in {source.KeyDirectory}.");
        }

        var migrations = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        var outside = await db.Set<AuthorityRecord>()
            .Where(x => x.KeyStore == KeyStoreKind.Pkcs11).Select(x => x.Name).ToListAsync(cancellationToken);
        return new BackupManifest(
            BackupManifest.FormatName, BackupManifest.CurrentVersion, createdAt,
            migrations.Last(), vault.RootFingerprint, files.Exists(file => file.Name == "keys/" + source.PassphraseFile), outside, files);
    }

    /// <summary>Checks that the copy of the database is readable. Returns the names of the keys that it needs from key files.</summary>
    private static async Task<IReadOnlyList<string>> CheckAsync(string copy, CancellationToken cancellationToken)
    {
        await using var sqlite = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await sqlite.OpenAsync(cancellationToken);
        await using var command = sqlite.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
        {
            throw new FleetError(FleetErrorKind.Unavailable,
                StorageErrors.Damaged, "The database is damaged, so no backup was made. Restore an older backup.");
        }

        command.CommandText = "SELECT KeyName FROM Authorities WHERE KeyName IS NOT NULL AND KeyStore = $file";
        command.Parameters.AddWithValue("$file", (int)KeyStoreKind.File);
        List<string> keys = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    /// <summary>Throws if the target exists.</summary>
    private static void RefuseExisting(string target)
    {
        if (File.Exists(target) || Directory.Exists(target))
        {
            throw new FleetError(FleetErrorKind.Conflict,
                BackupErrors.Exists, $"{target} exists already. A backup overwrites no file: choose another name.");
        }
    }
}

/// <summary>The location of the files to back up.</summary>
/// <param name="KeyDirectory">The directory with the keys of the authorities.</param>
/// <param name="PassphraseFile">The name of the file with the passphrase in that directory, used if no setting contains the
/// passphrase.</param>
public sealed record BackupSource(string KeyDirectory, string PassphraseFile);
