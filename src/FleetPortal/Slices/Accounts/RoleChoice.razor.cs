using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>A choice of the four roles with their explanations.</summary>
public sealed partial class RoleChoice
{
    /// <summary>The role that is chosen now.</summary>
    [Parameter]
    public Role Value { get; set; }

    /// <summary>Called when another role is chosen.</summary>
    [Parameter]
    public EventCallback<Role> ValueChanged { get; set; }
}
