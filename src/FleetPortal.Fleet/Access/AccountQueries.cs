using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>What the sign-in needs to know and to write down about local accounts.</summary>
public sealed class AccountQueries(Registry registry)
{
    /// <summary>Whether somebody can administer the portal already.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Users.AnyAsync(account => account.Role == Role.Administrator, cancellationToken);
    }

    /// <summary>Writes into the audit that somebody signed in or became an administrator.</summary>
    public Task NoteAsync(Actor actor, string action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return registry.WriteAsync(scope => scope.Audit(actor, action, new AuditTarget("account", actor.Name)), cancellationToken);
    }
}
