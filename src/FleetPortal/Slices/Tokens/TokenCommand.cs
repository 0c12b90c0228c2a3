using System.CommandLine;
using System.Globalization;
using FleetPortal.Cli;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Tokens;

/// <summary>
/// The commands <c>token create</c>, <c>list</c> and <c>revoke</c>. Standard output of <c>create</c> holds only the new token.
/// </summary>
internal static class TokenCommand
{
    public static Command Create(
        string[] settings) => new("token", "Manage API tokens.") { CreateOne(settings), List(settings), Revoke(settings) };

    private static Command CreateOne(string[] settings)
    {
        var name = new Option<string>("--name") { Required = true,
            Description = "The name of the token, which the audit shows as the actor." };
        var role = RoleOption.Create();
        var expires = new Option<string?>(
            "--expires") { Description = $"The validity of the token, such as 30d. The default is {CreateApiToken.StandardDays}d." };
        var create = new Command("create", "Create an API token and print it once.") { name, role, expires };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var created = await application.Services.GetRequiredService<CreateApiToken>().ExecuteAsync(
                parsed.GetValue(name)!, parsed.GetValue(role), Lifetime(parsed.GetValue(expires)), Actor.CommandLine, cancellationToken);
            Console.WriteLine(created.Secret);
            return 0;
        });
        return create;
    }

    private static Command List(string[] settings)
    {
        var list = new Command("list", "List the valid API tokens: id, role, end, last use, name.");
        list.SetAction(async (_, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            Console.WriteLine($"{"ID",-16}  {"ROLE",-13}  {"ENDS",-10}  {"LAST USED",-10}  NAME");
            foreach (var token in await application.Services.GetRequiredService<ApiTokenQueries>()
                .ListAsync(Actor.CommandLine, cancellationToken))
            {
                Console.WriteLine($"{token.Id}  {token.Role.ToWire(),-13}  {Day(token.ExpiresAt) ?? "never",-10}  "
                    + $"{Day(token.LastUsedAt) ?? "never",-10}  {token.Name}");
            }

            return 0;
        });
        return list;
    }

    private static Command Revoke(string[] settings)
    {
        var id = new Argument<string>("id") { Description = "The id of the token, from token list." };
        var revoke = new Command("revoke", "End an API token at once.") { id };
        revoke.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var token = await application.Services.GetRequiredService<RevokeApiToken>()
                .ExecuteAsync(parsed.GetValue(id)!, Actor.CommandLine, cancellationToken);
            Console.WriteLine($"Revoked {token.Name} ({token.Role.ToWire()}).");
            return 0;
        });
        return revoke;
    }

    private static string? Day(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int? Lifetime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? days
            : throw new FleetError(AccessErrors.TokenInvalid,
                [new Fault("expires", $"--expires {text} is not a number of days such as 90d.")]);
    }
}
