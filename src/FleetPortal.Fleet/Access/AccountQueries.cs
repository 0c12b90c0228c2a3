using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Reads local accounts. Each query says which right it needs.</summary>
public sealed class AccountQueries(Registry registry)
{
    /// <summary>The highest number of accounts that <see cref="ListAsync"/> returns.</summary>
    public const int Most = 1000;

    /// <summary>
    /// Whether any local account has the role administrator, enabled or not. Needs no right: the portal asks before anybody can sign in.
    /// </summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Users.AnyAsync(account => account.Role == Role.Administrator, cancellationToken);
    }

    /// <summary>
    /// The accounts in the order of their names, at most <see cref="Most"/>. Needs the right <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AccountView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await using var db = registry.Read();
        return await AccountRows.Views(db, db.Users.OrderBy(x => x.NormalizedUserName).Take(Most), registry.Time.GetUtcNow())
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Returns one account. People may read their own account; any other one needs the right <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<AccountView> GetAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.RequireSession();
        if (actor.Kind != ActorKinds.Account || actor.Id != id)
        {
            actor.Require(Permission.Administer);
        }

        await using var db = registry.Read();
        return await AccountRows.Views(db, db.Users.Where(x => x.Id == id), registry.Time.GetUtcNow())
            .SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(AccessErrors.AccountNotFound, id);
    }

    /// <summary>
    /// Returns the id of the account with a sign-in name, for the command line. Needs the right <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<string> IdOfAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(name);
        actor.Require(Permission.Administer);
        var normalized = AccountRows.Normalize(name);
        await using var db = registry.Read();
        return await db.Users.Where(x => x.NormalizedUserName == normalized).Select(x => x.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw FleetError.NotFound(AccessErrors.AccountNotFound, name);
    }

    /// <summary>
    /// Returns the account of a one-time link. Null if the link does not exist, was used or has expired, or if the account is disabled.
    /// Needs no right.
    /// </summary>
    public async Task<AccountView?> FindByLinkAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 and <= AccountRows.MaxLink })
        {
            return null;
        }

        var (hash, now) = (ApiTokens.HashOf(token), registry.Time.GetUtcNow());
        await using var db = registry.Read();
        return await AccountRows.Views(db, db.Users.Where(x => x.DisabledAt == null && db.Set<AccountLinkRecord>()
            .Any(link => link.AccountId == x.Id && link.Hash == hash && link.UsedAt == null && link.ExpiresAt > now)), now)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
