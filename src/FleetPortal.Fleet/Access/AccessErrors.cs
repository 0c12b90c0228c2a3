using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>The error codes of accounts, sessions of people and API tokens.</summary>
public static class AccessErrors
{
    /// <summary>The account is disabled. Enable it first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string AccountDisabled = "account-disabled";

    /// <summary>The account has faults. Correct the fields that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string AccountInvalid = "account-invalid";

    /// <summary>An account of this name exists. Choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string AccountNameTaken = "account-name-taken";

    /// <summary>There is no such account. Check the name or the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string AccountNotFound = "account-not-found";

    /// <summary>The code of the authenticator app is wrong. Check the clock of the phone and enter the next code.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string CodeWrong = "code-wrong";

    /// <summary>This is the last administrator who can sign in. Make another administrator first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string LastAdministrator = "last-administrator";

    /// <summary>The link was used, has expired or was replaced. Ask an administrator for another one.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string LinkInvalid = "link-invalid";

    /// <summary>The person signs in with an identity provider. Change the password or the second factor there.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NotALocalAccount = "not-a-local-account";

    /// <summary>The account has as many passkeys as are allowed. Remove one first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string PasskeyLimit = "passkey-limit";

    /// <summary>The account has no such passkey. Read the list again.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string PasskeyNotFound = "passkey-not-found";

    /// <summary>The new password does not follow the rule. Choose one as the fault says.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string PasswordInvalid = "password-invalid";

    /// <summary>The current password is wrong. Enter it again.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string PasswordWrong = "password-wrong";

    /// <summary>The account has a second factor. Sign in with it.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string SecondFactorExists = "second-factor-exists";

    /// <summary>The account has no second factor. Add one first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string SecondFactorMissing = "second-factor-missing";

    /// <summary>The portal requires a second factor. Add another one before you remove the last one.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string SecondFactorRequired = "second-factor-required";

    /// <summary>There is no such session. Read the list again.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string SessionNotFound = "session-not-found";

    /// <summary>There is an administrator already. Sign in.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string SetupDone = "setup-done";

    /// <summary>The API token has faults. Correct the fields that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string TokenInvalid = "token-invalid";

    /// <summary>There is no such API token, or it has ended. Read the list again.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string TokenNotFound = "token-not-found";

    /// <summary>The new token would have a higher role than its maker. Choose a role up to your own.</summary>
    [Error(FleetErrorKind.Forbidden)]
    public const string TokenOutranks = "token-outranks";

    /// <summary>Too many wrong passwords were entered. Wait five minutes.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string TooManyTries = "too-many-tries";
}
