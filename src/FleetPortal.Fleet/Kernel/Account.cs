using Microsoft.AspNetCore.Identity;

namespace FleetPortal.Fleet.Kernel;

/// <summary>A person who signs in with a local account.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The role of the account.</summary>
    public Role Role { get; set; }

    /// <summary>The name that other people read. Null: pages show the sign-in name.</summary>
    public string? FullName { get; set; }

    /// <summary>The time at which the account was created; null for accounts of earlier versions.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>The name of the actor who created the account, as the audit shows it.</summary>
    public string? InvitedBy { get; set; }

    /// <summary>The time at which the account was disabled; null while it is enabled. A disabled account cannot sign in.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The time of the last complete sign-in.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>The remote address of the last sign-in.</summary>
    public string? LastSignInFrom { get; set; }

    /// <summary>The time at which the password was last set.</summary>
    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>The secret that the account shares with an authenticator app (RFC 6238), encrypted; null without a second factor.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>The time at which the first code of the secret was accepted. Until then, the sign-in asks for no code.</summary>
    public DateTimeOffset? TotpSince { get; set; }

    /// <summary>The time step of the last accepted code. A code is accepted once only (RFC 6238 §5.2).</summary>
    public long? TotpLastStep { get; set; }
}
