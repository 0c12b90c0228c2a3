using System.CommandLine;
using System.Globalization;
using FleetPortal.Cli;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>
/// The commands <c>account create</c>, <c>list</c>, <c>reset</c>, <c>disable</c> and <c>enable</c>. Standard output holds only the one-time
/// link.
/// </summary>
internal static class AccountCommand
{
    public static Command Create(string[] settings) => new("account", "Manage the local accounts of people.")
    {
        Invite(settings), List(settings),
        Reset(settings), Enable(settings, "disable", "Stop an account from signing in, and end its sessions.", false),
        Enable(settings, "enable", "Let an account sign in again.", true),
    };

    private static Command Invite(string[] settings)
    {
        var name = new Option<string>("--name") { Required = true, Description = "The name to sign in with." };
        var fullName = new Option<string?>("--full-name") { Description = "The full name of the person, shown to others." };
        var role = RoleOption.Create();
        var create = new Command("create",
            "Create an account and print a one-time link. With it the owner sets a password within 24 hours.") { name, fullName, role };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await OpenAsync(settings, cancellationToken);
            Print(application, await application.Services.GetRequiredService<InviteAccount>().ExecuteAsync(
                parsed.GetValue(name), parsed.GetValue(fullName), parsed.GetValue(role), Actor.CommandLine, cancellationToken));
            return 0;
        });
        return create;
    }

    private static Command List(string[] settings)
    {
        var list = new Command("list", "List the accounts: role, state, last sign-in, second factor, name.");
        list.SetAction(async (_, cancellationToken) =>
        {
            await using var application = await OpenAsync(settings, cancellationToken);
            Console.WriteLine($"{"ROLE",-13}  {"STATE",-17}  {"SIGNED IN",-10}  {"SECOND FACTOR",-26}  NAME");
            foreach (var account in await application.Services.GetRequiredService<AccountQueries>()
                .ListAsync(Actor.CommandLine, cancellationToken))
            {
                var last = account.LastSignInAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
                Console.WriteLine($"{account.Role.ToWire(),-13}  {account.State.ToString().ToLowerInvariant(),-17}  {last,-10}  "
                    + $"{account.SecondFactor,-26}  {account.Name}");
            }

            return 0;
        });
        return list;
    }

    private static Command Reset(string[] settings)
    {
        var name = Name();
        var factor = new Option<bool>("--second-factor") { Description = "Remove the second factor too, for a person who has lost it." };
        var reset = new Command("reset", "Print a one-time link. With it the owner sets a new password within 24 hours.") { name, factor };
        reset.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await OpenAsync(settings, cancellationToken);
            var id = await application.Services.GetRequiredService<AccountQueries>()
                .IdOfAsync(parsed.GetValue(name)!, Actor.CommandLine, cancellationToken);
            Print(application, await application.Services.GetRequiredService<ResetAccount>()
                .ExecuteAsync(id, parsed.GetValue(factor), Actor.CommandLine, cancellationToken));
            return 0;
        });
        return reset;
    }

    private static Command Enable(string[] settings, string word, string description, bool enabled)
    {
        var name = Name();
        var command = new Command(word, description) { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await OpenAsync(settings, cancellationToken);
            var id = await application.Services.GetRequiredService<AccountQueries>()
                .IdOfAsync(parsed.GetValue(name)!, Actor.CommandLine, cancellationToken);
            await application.Services.GetRequiredService<ChangeAccount>()
                .ExecuteAsync(id, new AccountChange(Enabled: enabled), Actor.CommandLine, cancellationToken);
            Console.WriteLine($"{parsed.GetValue(name)} is {(enabled ? "enabled" : "disabled")}.");
            return 0;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The name to sign in with." };

    private static async Task<FleetPortalApplication> OpenAsync(string[] settings, CancellationToken cancellationToken)
    {
        var application = FleetPortalApplication.Create(settings);
        await application.PrepareAsync(cancellationToken);
        return application;
    }

    private static void Print(FleetPortalApplication application, AccountLink link)
    {
        Console.WriteLine(new Uri(application.PagesAddress, link.Path));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"For {link.Account.Name} ({link.Account.Role.ToWire()}). The link works once, until {link.ExpiresAt:yyyy-MM-dd HH:mm} UTC."));
    }
}
