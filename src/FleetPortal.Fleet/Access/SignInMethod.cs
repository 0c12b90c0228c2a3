using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>How a person signed in.</summary>
public static class SignInMethod
{
    /// <summary>A password alone.</summary>
    public const string Password = "password";

    /// <summary>A password and a code of an authenticator app.</summary>
    public const string Totp = "password and code";

    /// <summary>A password and a recovery code.</summary>
    public const string RecoveryCode = "password and recovery code";

    /// <summary>A passkey.</summary>
    public const string Passkey = "passkey";

    /// <summary>A one-time link.</summary>
    public const string Link = "one-time link";

    /// <summary>An identity provider.</summary>
    public const string Provider = "provider";

    /// <summary>A click on a persona of the demo.</summary>
    public const string Persona = "demo";
}
