using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Components.Controls;

/// <summary>What each role may do, in one sentence, wherever a role is shown or given.</summary>
public static class RoleLabels
{
    /// <summary>As people read it: "viewer".</summary>
    public static string Name(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>What it may do.</summary>
    public static string Explain(Role role) => role switch
    {
        Role.Viewer => "sees everything, changes nothing",
        Role.Support => "sees everything; contains, holds, releases and revokes; disconnects",
        Role.Operator => "does what support does; also registers and retires Things, issues and rotates certificates, sends commands",
        _ => "does everything; also manages authorities, people and API tokens",
    };
}
