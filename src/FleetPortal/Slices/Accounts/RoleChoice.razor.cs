using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Chooses a role; each is explained.</summary>
public sealed partial class RoleChoice
{
    /// <summary>Which one.</summary>
    [Parameter]
    public Role Value { get; set; }

    /// <summary>Another was chosen.</summary>
    [Parameter]
    public EventCallback<Role> ValueChanged { get; set; }
}
