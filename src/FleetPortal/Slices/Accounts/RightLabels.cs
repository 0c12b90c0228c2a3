using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>Describes the rights of a role.</summary>
public static class RightLabels
{
    /// <summary>Returns all rights in words, and for each whether the role has it.</summary>
    public static IReadOnlyList<(bool May, string Words)> All(Role role) =>
    [
        (true, "See Things, certificates and connections"),
        (May(role, Permission.Contain), "Contain Things, hold and revoke certificates, disconnect"),
        (May(role, Permission.Issue), "Register Things, issue and rotate certificates"),
        (May(role, Permission.Command), "Send commands to devices"),
        (May(role, Permission.Administer), "Authorities, people and API tokens"),
    ];

    private static bool May(Role role, Permission permission) => role >= Actor.LeastRole(permission);
}
