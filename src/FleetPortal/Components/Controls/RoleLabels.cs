using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Components.Controls;

/// <summary>The names and explanations of roles, used wherever a role is shown or assigned.</summary>
public static class RoleLabels
{
    /// <summary>Returns the name of a role, such as "viewer".</summary>
    public static string Name(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Returns one sentence that tells what the role may do.</summary>
    public static string Explain(Role role) => role switch
    {
        Role.Viewer => "sees everything, changes nothing",
        Role.Support => "sees everything; contains, holds, releases and revokes; disconnects",
        Role.Operator => "does what support does; also registers and retires Things, issues and rotates certificates, sends commands",
        _ => "does everything; also manages authorities, people and API tokens",
    };
}
