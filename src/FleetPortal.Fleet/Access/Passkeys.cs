using System.Globalization;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>A passkey as its owner sees it in the list.</summary>
/// <param name="Id">The credential id in lower-case hexadecimal.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>The passkeys of local accounts (WebAuthn). ASP.NET Core Identity verifies what the browser sends.</summary>
public sealed class Passkeys(Registry registry)
{
    /// <summary>The highest number of passkeys of one account.</summary>
    public const int MaxPerAccount = 10;

    private const int MaxName = 64;

    /// <summary>The actor's own passkeys, the oldest first; empty if the actor is not a local account.</summary>
    /// <exception cref="FleetError"><c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<PasskeyView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.RequireSession();
        if (actor.Kind != ActorKinds.Account)
        {
            return [];
        }

        await using var db = registry.Read();
        var rows = await db.Set<IdentityUserPasskey<string>>().Where(x => x.UserId == actor.Id).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(x => x.Data.CreatedAt)
            .Select(x => new PasskeyView(Convert.ToHexStringLower(x.CredentialId), x.Data.Name ?? "Passkey", x.Data.CreatedAt))];
    }

    /// <summary>
    /// Returns the person who signs in with a passkey that was just verified, and stores its signature counter. Null if the account is gone
    /// or disabled, or has no such passkey any more.
    /// </summary>
    public async Task<Actor?> UseAsync(string accountId, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        return await registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<IdentityUserPasskey<string>>()
                    .SingleOrDefault(x => x.UserId == accountId && x.CredentialId == passkey.CredentialId);
                var account = scope.Db.Users.SingleOrDefault(x => x.Id == accountId && x.DisabledAt == null);
                if (record is null || account is null)
                {
                    return null;
                }

                (record.Data.SignCount, record.Data.IsBackedUp, record.Data.IsUserVerified) =
                    (passkey.SignCount, passkey.IsBackedUp, passkey.IsUserVerified);
                return AcceptLink.ActorOf(account);
            },
            cancellationToken);
    }

    internal static string NameOf(string? text)
    {
        var name = new string(
            [.. (text ?? "").Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format).Take(MaxName)]).Trim();
        return name.Length > 0 ? name : "Passkey";
    }

    internal static IdentityUserPasskey<string> RecordOf(string accountId, UserPasskeyInfo passkey, string name) => new()
    {
        UserId = accountId,
        CredentialId = passkey.CredentialId,
        Data = new IdentityPasskeyData
        {
            PublicKey = passkey.PublicKey,
            Name = name,
            CreatedAt = passkey.CreatedAt,
            SignCount = passkey.SignCount,
            Transports = passkey.Transports,
            IsUserVerified = passkey.IsUserVerified,
            IsBackupEligible = passkey.IsBackupEligible,
            IsBackedUp = passkey.IsBackedUp,
            AttestationObject = passkey.AttestationObject,
            ClientDataJson = passkey.ClientDataJson,
        },
    };
}
