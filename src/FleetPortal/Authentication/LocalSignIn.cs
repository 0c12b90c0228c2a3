using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Identity;

namespace FleetPortal.Authentication;

/// <summary>Signs in with a local account.</summary>
public sealed class LocalSignIn(UserManager<Account> accounts, AccountQueries queries, PortalSettings settings)
{
    // Compared where the name is unknown, so that the answer takes as long as for a known one.
    private static readonly string Decoy = new PasswordHasher<Account>().HashPassword(new Account(), Guid.NewGuid().ToString());

    /// <summary>Who it is, or null: unknown name, wrong password, or locked after too many tries.</summary>
    public async Task<Actor?> TryAsync(string? name, string? password)
    {
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(password) || !settings.LocalAccounts)
        {
            return null;
        }

        var account = await accounts.FindByNameAsync(name);
        if (account is null)
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), Decoy, password);
            return null;
        }

        if (account.DisabledAt is not null || await accounts.IsLockedOutAsync(account))
        {
            return null;
        }

        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
            return null;
        }

        await accounts.ResetAccessFailedCountAsync(account);
        return ActorOf(account);
    }

    /// <summary>Makes the first administrator; answers them, or what is wrong with the name or the password.</summary>
    public async Task<(Actor? Person, IReadOnlyList<string> Faults)> CreateAdministratorAsync(string? name, string? password, CancellationToken cancellationToken)
    {
        var account = new Account { UserName = name?.Trim(), Role = Role.Administrator, LockoutEnabled = true };
        var result = await accounts.CreateAsync(account, password ?? "");
        if (!result.Succeeded)
        {
            return (null, [.. result.Errors.Select(error => error.Description)]);
        }

        await queries.NoteAsync(ActorOf(account), "account.created", cancellationToken);
        return (ActorOf(account), []);
    }

    private static Actor ActorOf(Account account) => new(ActorKinds.Account, account.UserName!, account.Role) { Id = account.Id };
}
