using System.Globalization;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">In hexadecimal.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>The passkeys of accounts (WebAuthn). What the browser sends is checked by ASP.NET Core Identity.</summary>
public sealed class Passkeys(Registry registry)
{
    /// <summary>The most of one account.</summary>
    public const int MaxPerAccount = 10;

    private const int MaxName = 64;

    /// <summary>One's own.</summary>
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
        return [.. rows.OrderBy(x => x.Data.CreatedAt).Select(x => new PasskeyView(Convert.ToHexStringLower(x.CredentialId), x.Data.Name ?? "Passkey", x.Data.CreatedAt))];
    }

    /// <summary>Who signs in with a passkey that was just proven, or null: its account is gone or disabled. The count of its signatures is kept.</summary>
    public async Task<Actor?> UseAsync(string accountId, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        return await registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<IdentityUserPasskey<string>>().SingleOrDefault(x => x.UserId == accountId && x.CredentialId == passkey.CredentialId);
                var account = scope.Db.Users.SingleOrDefault(x => x.Id == accountId && x.DisabledAt == null);
                if (record is null || account is null)
                {
                    return null;
                }

                (record.Data.SignCount, record.Data.IsBackedUp, record.Data.IsUserVerified) = (passkey.SignCount, passkey.IsBackedUp, passkey.IsUserVerified);
                return AcceptLink.ActorOf(account);
            },
            cancellationToken);
    }

    internal static string NameOf(string? text)
    {
        var name = new string([.. (text ?? "").Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format).Take(MaxName)]).Trim();
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
