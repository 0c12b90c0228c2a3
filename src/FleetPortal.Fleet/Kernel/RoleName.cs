namespace FleetPortal.Fleet.Kernel;

/// <summary>How roles are written outside: <c>administrator</c>, <c>operator</c>, <c>support</c>, <c>viewer</c>.</summary>
public static class RoleName
{
    /// <summary>What a role may be, in words for a message.</summary>
    public const string Known = "administrator, operator, support or viewer";

    /// <summary>The name of a role.</summary>
    public static string ToWire(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The role of that name.</summary>
    /// <param name="code">The code of the error.</param>
    /// <exception cref="FleetError"><paramref name="code"/>, naming the field <c>role</c>.</exception>
    public static Role Parse(string? text, string code) =>
        EnumName.Find<Role>(text) ?? throw new FleetError(code, [new Fault("role", $"The role is {Known}.")]);
}
