namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Converts roles to and from the names that the API uses: <c>administrator</c>, <c>operator</c>, <c>support</c>, <c>viewer</c>.
/// </summary>
public static class RoleName
{
    /// <summary>The list of roles, for messages.</summary>
    public const string Known = "administrator, operator, support or viewer";

    /// <summary>Returns the name of a role.</summary>
    public static string ToWire(this Role role) => EnumName.ToWire(role);

    /// <summary>Returns the role with the name.</summary>
    /// <param name="code">The error code for a name that is no role.</param>
    /// <exception cref="FleetError"><paramref name="code"/>, with the field <c>role</c>.</exception>
    public static Role Parse(string? text, string code) =>
        EnumName.Find<Role>(text) ?? throw new FleetError(code, [new Fault("role", $"The role is {Known}.")]);
}
