namespace FleetPortal.Fleet.Access;

/// <summary>How a person signed in.</summary>
public static class SignInMethod
{
    /// <summary>Signed in with a password alone.</summary>
    public const string Password = "password";

    /// <summary>Signed in with a password and a code of an authenticator app.</summary>
    public const string Totp = "password and code";

    /// <summary>Signed in with a password and a recovery code.</summary>
    public const string RecoveryCode = "password and recovery code";

    /// <summary>Signed in with a passkey.</summary>
    public const string Passkey = "passkey";

    /// <summary>Signed in with a one-time link.</summary>
    public const string Link = "one-time link";

    /// <summary>Signed in at an identity provider.</summary>
    public const string Provider = "provider";

    /// <summary>Signed in with a click on a persona of the demo.</summary>
    public const string Persona = "demo";
}
