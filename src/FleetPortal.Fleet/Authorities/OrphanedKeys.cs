using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// Refuses to start if there are key files whose authorities are not in the database. Such a database is a copy without its write-ahead
/// log, or a first start that was interrupted. A start would create new authorities, and the portal would trust none of its devices.
/// </summary>
public sealed class OrphanedKeys(Registry registry, string keyDirectory)
{
    /// <summary>Throws if there are key files but no authorities. Call it before the vault opens.</summary>
    /// <exception cref="FleetError"><c>database-incomplete</c>.</exception>
    public async Task RefuseAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(keyDirectory) || !Directory.EnumerateFiles(keyDirectory, "*.key").Any())
        {
            return;
        }

        await using var db = registry.Read();
        if (!await db.Set<AuthorityRecord>().AnyAsync(cancellationToken))
        {
            throw new FleetError(
                FleetErrorKind.Unavailable, StorageErrors.Incomplete,
                $"{keyDirectory} holds keys of authorities that the database does not know. It was probably copied without "
                    + $"fleet.db-wal: copy the whole directory, or restore a backup. For a new portal, empty the directory.");
        }
    }
}
