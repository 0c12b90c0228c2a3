using System.Security.Claims;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Identity;

namespace FleetPortal.Authentication;

/// <summary>Signs in with a local account, and knows whether an earlier sign-in still counts.</summary>
public sealed class LocalSignIn(UserManager<Account> accounts, AccountQueries queries, PortalSettings settings, TimeProvider time)
{
    // Compared where the name is unknown, so that the answer takes as long as for a known one.
    private static readonly string Decoy = new PasswordHasher<Account>().HashPassword(new Account(), Guid.NewGuid().ToString());

    /// <summary>The principal, or null: unknown name, wrong password, or locked after too many tries.</summary>
    public async Task<ClaimsPrincipal?> TryAsync(string? name, string? password, CancellationToken cancellationToken)
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

        if (await accounts.IsLockedOutAsync(account))
        {
            return null;
        }

        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
            return null;
        }

        await accounts.ResetAccessFailedCountAsync(account);
        return await PrincipalOfAsync(account, "account.signed-in", cancellationToken);
    }

    /// <summary>Makes the first administrator; answers the principal, or what is wrong with the name or the password.</summary>
    public async Task<(ClaimsPrincipal? Principal, IReadOnlyList<string> Faults)> CreateAdministratorAsync(string? name, string? password, CancellationToken cancellationToken)
    {
        var account = new Account { UserName = name?.Trim(), Role = Role.Administrator, LockoutEnabled = true };
        var result = await accounts.CreateAsync(account, password ?? "");
        return result.Succeeded
            ? (await PrincipalOfAsync(account, "account.created", cancellationToken), [])
            : (null, [.. result.Errors.Select(error => error.Description)]);
    }

    /// <summary>Whether a signed-in principal still stands for what it says.</summary>
    public async Task<bool> IsCurrentAsync(ClaimsPrincipal principal)
    {
        var actor = principal.FindActor();
        return actor?.Kind switch
        {
            null => false,
            "persona" => settings.Personas,
            "openid" => settings.OpenIdConnect is not null && !principal.HasEnded(time.GetUtcNow()),
            _ => settings.LocalAccounts
                && await accounts.FindByNameAsync(actor.Name) is { } account
                && account.Role == actor.Role
                && account.SecurityStamp == principal.FindFirstValue(ActorClaims.Stamp),
        };
    }

    private async Task<ClaimsPrincipal> PrincipalOfAsync(Account account, string action, CancellationToken cancellationToken)
    {
        var actor = new Actor("account", account.UserName!, account.Role);
        await queries.NoteAsync(actor, action, cancellationToken);
        return ActorClaims.PrincipalOf(actor, PortalAuthentication.CookieScheme, account.SecurityStamp);
    }
}
