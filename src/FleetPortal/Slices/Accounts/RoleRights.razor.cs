using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>What a role may do.</summary>
public sealed partial class RoleRights
{
    /// <summary>Which role.</summary>
    [Parameter, EditorRequired]
    public Role Role { get; set; }
}
