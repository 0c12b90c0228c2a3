using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Reads local accounts.</summary>
public sealed class AccountQueries(Registry registry)
{
    /// <summary>The most that are answered.</summary>
    public const int Most = 1000;

    /// <summary>Whether somebody can administer the portal already.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Users.AnyAsync(account => account.Role == Role.Administrator, cancellationToken);
    }

    /// <summary>Every account, by name.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AccountView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await using var db = registry.Read();
        return await AccountRows.Views(db, db.Users.OrderBy(x => x.NormalizedUserName).Take(Most), registry.Time.GetUtcNow()).ToListAsync(cancellationToken);
    }

    /// <summary>One account; one's own, or any for an administrator.</summary>
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
        return await AccountRows.Views(db, db.Users.Where(x => x.Id == id), registry.Time.GetUtcNow()).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(AccessErrors.AccountNotFound, id);
    }

    /// <summary>The id of the account with a sign-in name, for the command line.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<string> IdOfAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(name);
        actor.Require(Permission.Administer);
        var normalized = AccountRows.Normalize(name);
        await using var db = registry.Read();
        return await db.Users.Where(x => x.NormalizedUserName == normalized).Select(x => x.Id).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(AccessErrors.AccountNotFound, name);
    }

    /// <summary>The account that a one-time link is for, or null: it was used, has expired, or never was.</summary>
    public async Task<AccountView?> FindByLinkAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 and <= AccountRows.MaxLink })
        {
            return null;
        }

        var (hash, now) = (ApiTokens.HashOf(token), registry.Time.GetUtcNow());
        await using var db = registry.Read();
        return await AccountRows.Views(db, db.Users.Where(x => x.DisabledAt == null && db.Set<AccountLinkRecord>().Any(link => link.AccountId == x.Id && link.Hash == hash && link.UsedAt == null && link.ExpiresAt > now)), now)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
