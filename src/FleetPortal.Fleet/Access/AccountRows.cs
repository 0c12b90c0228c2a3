using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Reads, checks and writes rows of accounts. The use cases of the slice share it.</summary>
internal static class AccountRows
{
    /// <summary>The longest token of a one-time link, in characters.</summary>
    public const int MaxLink = 64;

    private const int LinkOctets = 24;
    private const int MaxName = 64;
    private const int MaxFullName = 100;
    private static readonly TimeSpan LinkTime = TimeSpan.FromHours(24);

    /// <summary>Returns the spelling by which names are compared and indexed.</summary>
    public static string Normalize(string name) => name.ToUpperInvariant();

    /// <summary>Returns the sign-in name as it is stored. Adds a fault to the list if the name breaks the rule.</summary>
    public static string NameOf(string? text, List<Fault> faults)
    {
        var name = text?.Trim() ?? "";
        if (name.Length is 0 or > MaxName
            || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+'))
        {
            faults.Add(new Fault("name",
                $"A sign-in name has 1 to {MaxName} letters, digits, and . - _ @ +, and begins with a letter or digit."));
        }

        return name;
    }

    /// <summary>
    /// Returns the person's name as it is stored, or null if it is empty. Adds a fault to the list if the name breaks the rule.
    /// </summary>
    public static string? FullNameOf(string? text, List<Fault> faults)
    {
        var name = text?.Trim();
        if (name is { Length: > MaxFullName } || name?.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c)
            is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) == true)
        {
            faults.Add(new Fault("fullName", $"A person's name has at most {MaxFullName} visible characters."));
        }

        return string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>Throws one error with all faults, if there are any.</summary>
    /// <exception cref="FleetError"><c>account-invalid</c>.</exception>
    public static void ThrowIfAny(List<Fault> faults)
    {
        if (faults.Count > 0)
        {
            throw new FleetError(AccessErrors.AccountInvalid, faults);
        }
    }

    /// <summary>Returns the account with an id.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>.</exception>
    public static Account Get(WriteScope scope, string id) => scope.Db.Users.SingleOrDefault(x => x.Id == id)
        ?? throw FleetError.NotFound(AccessErrors.AccountNotFound, id);

    /// <summary>Adds an account without a password.</summary>
    /// <exception cref="FleetError"><c>account-name-taken</c>.</exception>
    public static Account Add(WriteScope scope, string name, string? fullName, Role role, string createdBy)
    {
        var normalized = Normalize(name);
        if (scope.Db.Users.Any(x => x.NormalizedUserName == normalized))
        {
            throw new FleetError(FleetErrorKind.Conflict, AccessErrors.AccountNameTaken, $"An account named {name} exists already.");
        }

        var account = new Account
        {
            UserName = name,
            NormalizedUserName = normalized,
            FullName = fullName,
            Role = role,
            CreatedAt = scope.Now,
            InvitedBy = createdBy,
            SecurityStamp = NewStamp(),
        };
        scope.Db.Users.Add(account);
        return account;
    }

    /// <summary>
    /// Makes a one-time link and deletes the earlier links of the account. Returns path and query of the link, and its end.
    /// </summary>
    public static (string Path, DateTimeOffset ExpiresAt) MakeLink(
        WriteScope scope, string accountId, string createdBy, bool removesSecondFactor)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(LinkOctets));
        var end = scope.Now + LinkTime;
        EndLinks(scope, accountId);
        scope.Db.Set<AccountLinkRecord>().Add(new AccountLinkRecord
        {
            AccountId = accountId, Hash = ApiTokens.HashOf(token),
            CreatedBy = createdBy, CreatedAt = scope.Now, ExpiresAt = end, RemovesSecondFactor = removesSecondFactor,
        });
        return ($"/accept?token={token}", end);
    }

    /// <summary>Deletes the one-time links of an account.</summary>
    public static void EndLinks(
        WriteScope scope, string accountId) => scope.Db.Set<AccountLinkRecord>().Where(x => x.AccountId == accountId).ExecuteDelete();

    /// <summary>Removes the authenticator app, the passkeys and the recovery codes of an account.</summary>
    public static void RemoveSecondFactor(WriteScope scope, Account account)
    {
        (account.TotpSecret, account.TotpSince, account.TotpLastStep) = (null, null, null);
        scope.Db.Set<RecoveryCodeRecord>().Where(x => x.AccountId == account.Id).ExecuteDelete();
        scope.Db.Set<IdentityUserPasskey<string>>().Where(x => x.UserId == account.Id).ExecuteDelete();
    }

    /// <summary>Throws if no other administrator is enabled and has a password. Otherwise nobody could administer the portal.</summary>
    /// <param name="scope">The write transaction.</param>
    /// <param name="but">The id of the account that does not count.</param>
    /// <exception cref="FleetError"><c>last-administrator</c>.</exception>
    public static void RequireAnotherAdministrator(WriteScope scope, string but)
    {
        if (!scope.Db.Users.Any(x => x.Id != but && x.Role == Role.Administrator && x.DisabledAt == null && x.PasswordHash != null))
        {
            throw new FleetError(FleetErrorKind.Refused,
                AccessErrors.LastAdministrator, "This is the last administrator who can sign in. Make another one first.");
        }
    }

    /// <summary>Returns a new security stamp. A changed stamp ends the sign-ins that have begun.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Returns the view of an account as the transaction sees it.</summary>
    public static AccountView ViewOf(WriteScope scope, string id)
    {
        scope.Db.SaveChanges();
        return Views(scope.Db, scope.Db.Users.Where(x => x.Id == id), scope.Now).Single();
    }

    /// <summary>Projects accounts to their views.</summary>
    public static IQueryable<AccountView> Views(FleetDbContext db, IQueryable<Account> accounts, DateTimeOffset now) =>
        from account in accounts
        let link = db.Set<AccountLinkRecord>().Where(x => x.AccountId == account.Id && x.UsedAt == null && x.ExpiresAt > now)
            .Select(x => (DateTimeOffset?)x.ExpiresAt).FirstOrDefault()
        select new AccountView(
            account.Id,
            account.UserName!,
            account.FullName,
            account.Role,
            account.DisabledAt != null ? AccountState.Disabled
                : account.PasswordHash != null ? AccountState.Active : link != null ? AccountState.Invited : AccountState.InvitationExpired,
            account.CreatedAt,
            account.InvitedBy,
            account.LastSignInAt,
            account.LastSignInFrom,
            account.DisabledAt,
            link,
            account.TotpSince != null,
            account.TotpSince,
            db.Set<IdentityUserPasskey<string>>().Count(x => x.UserId == account.Id),
            db.Set<RecoveryCodeRecord>().Count(x => x.AccountId == account.Id),
            db.Set<SessionRecord>()
                .Count(x => x.ActorKind == ActorKinds.Account && x.ActorId == account.Id && x.EndedAt == null && x.ExpiresAt > now));
}
