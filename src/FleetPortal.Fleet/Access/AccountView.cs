using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>What an account is now.</summary>
public enum AccountState
{
    /// <summary>Can sign in.</summary>
    Active,

    /// <summary>Waits for its one-time link to be used.</summary>
    Invited,

    /// <summary>Was invited, and the link has expired.</summary>
    InvitationExpired,

    /// <summary>Cannot sign in until an administrator enables it.</summary>
    Disabled,
}

/// <summary>A local account as lists show it.</summary>
/// <param name="Name">The name to sign in with.</param>
/// <param name="FullName">The person's name, or null.</param>
/// <param name="LinkExpiresAt">The end of the one-time link that is open, or null.</param>
/// <param name="HasTotp">Codes of an authenticator app.</param>
/// <param name="Passkeys">How many.</param>
/// <param name="RecoveryCodes">How many are left.</param>
public sealed record AccountView(
    string Id, string Name, string? FullName, Role Role, AccountState State, DateTimeOffset? CreatedAt, string? InvitedBy, DateTimeOffset? LastSignInAt, string? LastSignInFrom,
    DateTimeOffset? DisabledAt, DateTimeOffset? LinkExpiresAt, bool HasTotp, DateTimeOffset? TotpSince, int Passkeys, int RecoveryCodes, int Sessions)
{
    /// <summary>The name that others read.</summary>
    public string Shown => FullName ?? Name;

    /// <summary>Whether a password alone is not enough.</summary>
    public bool HasSecondFactor => HasTotp || Passkeys > 0;

    /// <summary>The second factor in words.</summary>
    public string SecondFactor => (HasTotp, Passkeys) switch
    {
        (true, > 0) => "passkey, authenticator app",
        (true, _) => "authenticator app",
        (_, > 0) => "passkey",
        _ => "none",
    };
}

/// <summary>A one-time link that was just made. It is shown this once.</summary>
/// <param name="Path">Path and query; the caller puts the portal's address before it.</param>
public sealed record AccountLink(AccountView Account, string Path, DateTimeOffset ExpiresAt);
