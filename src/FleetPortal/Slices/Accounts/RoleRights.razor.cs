using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The list of the rights of a role.</summary>
public sealed partial class RoleRights
{
    /// <summary>The role to explain.</summary>
    [Parameter, EditorRequired]
    public Role Role { get; set; }
}
