using Microsoft.AspNetCore.Identity;

namespace FleetPortal.Fleet.Kernel;

/// <summary>A person who signs in with a local account.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>What the account may do.</summary>
    public Role Role { get; set; }

    /// <summary>The person's name as others read it, or null: then the sign-in name is shown.</summary>
    public string? FullName { get; set; }

    /// <summary>When the account was made; null for accounts of earlier versions.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Who made it, as the audit shows it.</summary>
    public string? InvitedBy { get; set; }

    /// <summary>Since when nobody can sign in with it, or null.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The last complete sign-in.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>The address of the last sign-in.</summary>
    public string? LastSignInFrom { get; set; }

    /// <summary>When the password was last set.</summary>
    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>The secret shared with an authenticator app (RFC 6238), encrypted; null without one.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>When the first code of that secret was right; until then it is not asked for.</summary>
    public DateTimeOffset? TotpSince { get; set; }

    /// <summary>The time step of the last code that was taken: no code counts twice (RFC 6238 §5.2).</summary>
    public long? TotpLastStep { get; set; }
}
