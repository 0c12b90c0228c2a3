using System.CommandLine;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Cli;

/// <summary>
/// The option <c>--role</c>. It parses the name itself, because System.CommandLine also accepts lists and numbers for an enumeration.
/// </summary>
internal static class RoleOption
{
    public static Option<Role> Create() => new("--role")
    {
        Required = true,
        Description = $"{RoleName.Known}.",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!EnumName.TryParse<Role>(text, out var role))
            {
                result.AddError($"--role {text} is not {RoleName.Known}.");
            }

            return role;
        },
    };
}
