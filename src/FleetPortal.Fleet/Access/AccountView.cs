using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>The state of an account, derived from its password, its link and whether it is disabled.</summary>
public enum AccountState
{
    /// <summary>The account has a password and can sign in.</summary>
    Active,

    /// <summary>The person was invited and has not set a password yet; the link is valid.</summary>
    Invited,

    /// <summary>The person was invited, and the link has expired.</summary>
    InvitationExpired,

    /// <summary>The account cannot sign in until an administrator enables it.</summary>
    Disabled,
}

/// <summary>A local account as lists show it.</summary>
/// <param name="Name">The name to sign in with.</param>
/// <param name="FullName">The person's name, or null.</param>
/// <param name="LinkExpiresAt">When the open one-time link expires; null if there is none.</param>
/// <param name="HasTotp">Whether the account has an authenticator app.</param>
/// <param name="Passkeys">The number of passkeys.</param>
/// <param name="RecoveryCodes">The number of recovery codes that are left.</param>
public sealed record AccountView(
    string Id, string Name, string? FullName,
    Role Role, AccountState State, DateTimeOffset? CreatedAt, string? InvitedBy, DateTimeOffset? LastSignInAt, string? LastSignInFrom,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? LinkExpiresAt, bool HasTotp, DateTimeOffset? TotpSince, int Passkeys, int RecoveryCodes, int Sessions)
{
    /// <summary>The name to show: the person's name, or the sign-in name if it is not known.</summary>
    public string Shown => FullName ?? Name;

    /// <summary>Whether a sign-in needs a second factor after the password.</summary>
    public bool HasSecondFactor => HasTotp || Passkeys > 0;

    /// <summary>The second factor as text for lists: <c>passkey</c>, <c>authenticator app</c>, both, or <c>none</c>.</summary>
    public string SecondFactor => (HasTotp, Passkeys) switch
    {
        (true, > 0) => "passkey, authenticator app",
        (true, _) => "authenticator app",
        (_, > 0) => "passkey",
        _ => "none",
    };
}

/// <summary>A one-time link that was just made. It is shown once: the registry keeps its hash only.</summary>
/// <param name="Path">Path and query. The caller puts the address of the portal in front.</param>
public sealed record AccountLink(AccountView Account, string Path, DateTimeOffset ExpiresAt);
