using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Brings the database to this program's version at start.</summary>
public sealed class FleetDatabase
{
    private readonly IDbContextFactory<FleetDbContext> _contexts;

    internal FleetDatabase(IDbContextFactory<FleetDbContext> contexts) => _contexts = contexts;

    /// <summary>Applies migrations. A database that a newer program has changed is left alone.</summary>
    /// <exception cref="FleetError"><c>database-newer</c>, <c>database-unusable</c>.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var newer = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Where(migration => !known.Contains(migration)).ToList();
            if (newer.Count > 0)
            {
                throw new FleetError(FleetErrorKind.Unavailable, StorageErrors.Newer, $"The database was changed by a newer FleetPortal ({newer[^1]}). Start that version, or restore a backup from before.");
            }

            // Kept in the file; a database that was copied with VACUUM INTO, or made as an empty file, does not have it yet.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            await KeepCopyAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or UnauthorizedAccessException or IOException)
        {
            throw new FleetError(FleetErrorKind.Unavailable, StorageErrors.Unusable, $"The database cannot be opened: {e.Message} If an upgrade was broken off, the database as it was lies beside it, with .before- in its name.", e);
        }
    }

    /// <summary>Rebuilding a table is no single transaction: before anything is changed, the database as it is goes into a file beside it, once for each version.</summary>
    private static async Task KeepCopyAsync(FleetDbContext db, CancellationToken cancellationToken)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Count == 0 || !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        var path = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource + $".before-{applied[^1]}";
        if (!File.Exists(path))
        {
            var unfinished = path + ".part";
            File.Delete(unfinished);
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {unfinished}", cancellationToken);
            File.Move(unfinished, path);
        }
    }
}
