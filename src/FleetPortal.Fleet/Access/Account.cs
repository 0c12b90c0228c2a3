using Microsoft.AspNetCore.Identity;

namespace FleetPortal.Fleet.Access;

/// <summary>Somebody who signs in with a local account.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>What the account may do.</summary>
    public Role Role { get; set; }
}
