using System.CommandLine;
using System.Globalization;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;

namespace FleetPortal.Cli;

/// <summary><c>token create</c>: prints an API token alone on standard output, once.</summary>
internal static class TokenCommand
{
    public static Command Create(string[] settings)
    {
        var name = new Option<string>("--name") { Required = true, Description = "What the token is for, as the audit shows it." };
        var role = new Option<Role>("--role") { Required = true, Description = "administrator, operator, support or viewer." };
        var expires = new Option<string?>("--expires") { Description = "How long it lasts, such as 90d. Without it, until it is revoked." };
        var create = new Command("create", "Make an API token and print it once.") { name, role, expires };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var token = await application.Services.GetRequiredService<CreateApiToken>().ExecuteAsync(
                parsed.GetValue(name)!, parsed.GetValue(role), Lifetime(parsed.GetValue(expires)), new Actor("system", "command line", Role.Administrator), cancellationToken);
            Console.WriteLine(token);
            return 0;
        });
        return new Command("token", "API tokens.") { create };
    }

    private static int? Lifetime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? days
            : throw new FleetError("token-invalid", [new Fault("expires", $"--expires {text} is not a number of days such as 90d.")]);
    }
}
