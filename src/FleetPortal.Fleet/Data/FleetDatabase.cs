using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Data;

/// <summary>Brings the database to this program's version at start, and clears up after a crash.</summary>
public sealed class FleetDatabase
{
    private readonly IDbContextFactory<FleetDbContext> _contexts;
    private readonly Registry _registry;

    internal FleetDatabase(IDbContextFactory<FleetDbContext> contexts, Registry registry) => (_contexts, _registry) = (contexts, registry);

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
                throw new FleetError(FleetErrorKind.Unavailable, "database-newer", $"The database was changed by a newer FleetPortal ({newer[^1]}). Start that version, or restore a backup from before.");
            }

            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or UnauthorizedAccessException or IOException)
        {
            throw new FleetError(FleetErrorKind.Unavailable, "database-unusable", $"The database cannot be opened: {e.Message}", e);
        }

        await AbandonAsync(cancellationToken);
    }

    /// <summary>An intent whose certificate was never stored was never delivered: a crash ended it in between.</summary>
    private Task AbandonAsync(CancellationToken cancellationToken) => _registry.WriteAsync(
        scope =>
        {
            scope.Db.Issuances.Where(x => x.State == IssuanceState.Intended && x.ThingKey != null)
                .ExecuteUpdate(set => set.SetProperty(x => x.State, IssuanceState.Abandoned));
        },
        cancellationToken);
}
