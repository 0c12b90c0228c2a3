using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>The audit actions of accounts, sessions of people and API tokens.</summary>
public static class AccessActions
{
    /// <summary>The actor accepted an invitation.</summary>
    [AuditAction(AuditTargets.Account, "Accepted an invitation")]
    public const string Accepted = "account.accepted";

    /// <summary>The actor created the first administrator.</summary>
    [AuditAction(AuditTargets.Account, "Created the first administrator")]
    public const string Created = "account.created";

    /// <summary>The actor disabled an account.</summary>
    [AuditAction(AuditTargets.Account, "Disabled an account")]
    public const string Disabled = "account.disabled";

    /// <summary>The actor enabled an account.</summary>
    [AuditAction(AuditTargets.Account, "Enabled an account")]
    public const string Enabled = "account.enabled";

    /// <summary>The actor invited a person.</summary>
    [AuditAction(AuditTargets.Account, "Invited a person")]
    public const string Invited = "account.invited";

    /// <summary>The portal made an address wait after wrong passwords.</summary>
    [AuditAction(AuditTargets.Account, "Made an address wait after wrong passwords")]
    public const string Locked = "account.locked";

    /// <summary>The actor added a passkey.</summary>
    [AuditAction(AuditTargets.Account, "Added a passkey")]
    public const string PasskeyAdded = "account.passkey-added";

    /// <summary>The actor removed a passkey.</summary>
    [AuditAction(AuditTargets.Account, "Removed a passkey")]
    public const string PasskeyRemoved = "account.passkey-removed";

    /// <summary>The actor changed the password.</summary>
    [AuditAction(AuditTargets.Account, "Changed the password")]
    public const string PasswordChanged = "account.password-changed";

    /// <summary>The actor set a new password with a link.</summary>
    [AuditAction(AuditTargets.Account, "Set a new password with a link")]
    public const string PasswordReset = "account.password-reset";

    /// <summary>The actor used a recovery code.</summary>
    [AuditAction(AuditTargets.Account, "Used a recovery code")]
    public const string RecoveryCodeUsed = "account.recovery-code-used";

    /// <summary>The actor made new recovery codes.</summary>
    [AuditAction(AuditTargets.Account, "Made new recovery codes")]
    public const string RecoveryCodesMade = "account.recovery-codes-made";

    /// <summary>The actor removed an account.</summary>
    [AuditAction(AuditTargets.Account, "Removed an account")]
    public const string Removed = "account.removed";

    /// <summary>The actor made a link for a new password.</summary>
    [AuditAction(AuditTargets.Account, "Made a link for a new password")]
    public const string Reset = "account.reset";

    /// <summary>The actor changed a role.</summary>
    [AuditAction(AuditTargets.Account, "Changed a role")]
    public const string RoleChanged = "account.role-changed";

    /// <summary>The actor signed in.</summary>
    [AuditAction(AuditTargets.Account, "Signed in")]
    public const string SignedIn = "account.signed-in";

    /// <summary>The actor signed out.</summary>
    [AuditAction(AuditTargets.Account, "Signed out")]
    public const string SignedOut = "account.signed-out";

    /// <summary>The actor added an authenticator app.</summary>
    [AuditAction(AuditTargets.Account, "Added an authenticator app")]
    public const string TotpAdded = "account.totp-added";

    /// <summary>The actor removed an authenticator app.</summary>
    [AuditAction(AuditTargets.Account, "Removed an authenticator app")]
    public const string TotpRemoved = "account.totp-removed";

    /// <summary>The actor ended the wait of an account.</summary>
    [AuditAction(AuditTargets.Account, "Ended the wait of an account")]
    public const string Unlocked = "account.unlocked";

    /// <summary>The actor ended a person's session.</summary>
    [AuditAction(AuditTargets.Account, "Ended a person's session")]
    public const string SessionEnded = "session.ended";

    /// <summary>The actor created an API token.</summary>
    [AuditAction(AuditTargets.Token, "Created an API token")]
    public const string TokenCreated = "token.created";

    /// <summary>The actor revoked an API token.</summary>
    [AuditAction(AuditTargets.Token, "Revoked an API token")]
    public const string TokenRevoked = "token.revoked";
}
