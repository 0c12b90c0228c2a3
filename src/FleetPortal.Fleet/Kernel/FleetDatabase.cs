using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Prepares the database at the start of the portal.</summary>
public sealed class FleetDatabase
{
    private readonly IDbContextFactory<FleetDbContext> _contexts;

    internal FleetDatabase(IDbContextFactory<FleetDbContext> contexts) => _contexts = contexts;

    /// <summary>
    /// Opens the database and applies the missing migrations. Changes nothing in a database that a newer version of the portal has changed.
    /// </summary>
    /// <exception cref="FleetError"><c>database-newer</c>, <c>database-unusable</c>.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var newer = (await db.Database.GetAppliedMigrationsAsync(cancellationToken))
                .Where(migration => !known.Contains(migration)).ToList();
            if (newer.Count > 0)
            {
                throw new FleetError(FleetErrorKind.Unavailable, StorageErrors.Newer,
                    $"The database was changed by a newer FleetPortal ({newer[^1]}). Start that version, or restore an older backup.");
            }

            // SQLite stores the journal mode in the file. A copy made with VACUUM INTO and a new empty file do not have it yet.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            await KeepCopyAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or UnauthorizedAccessException or IOException)
        {
            throw new FleetError(FleetErrorKind.Unavailable, StorageErrors.Unusable,
                $"The database cannot be opened: {e.Message} If an upgrade was interrupted, a copy of the database from before the "
                + $"upgrade is in the same directory, with .before- in its name.", e);
        }
    }

    /// <summary>
    /// Copies the database to a file beside it before migrations change it, once for each version. A migration that rebuilds a table is
    /// more than one transaction.
    /// </summary>
    private static async Task KeepCopyAsync(FleetDbContext db, CancellationToken cancellationToken)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Count == 0 || !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        var path = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource
            + $".before-{applied[^1]}";
        if (!File.Exists(path))
        {
            var unfinished = path + ".part";
            File.Delete(unfinished);
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {unfinished}", cancellationToken);
            File.Move(unfinished, path);
        }
    }
}
