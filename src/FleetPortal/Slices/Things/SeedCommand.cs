using System.CommandLine;
using FleetPortal.Cli;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Seeding;

namespace FleetPortal.Slices.Things;

/// <summary>The command <c>seed</c>: fills an empty registry with a synthetic fleet, to try the portal with many Things.</summary>
internal static class SeedCommand
{
    public static Command Create(string[] settings)
    {
        var things = new Option<int>("--things") { Required = true, Description = "The number of Things." };
        var command = new Command("seed", "Fill an empty registry with a synthetic fleet: certificates with expiry dates over a year and "
            + "a renewal storm, some certificates expired, on hold or revoked, and refused attempts. Start the portal once before "
            + "(serve). The private keys are not kept.") { things };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var count = parsed.GetValue(things);
            await application.Services.GetRequiredService<SeedFleet>().ExecuteAsync(
                count, new Progress<int>(done => Console.Error.WriteLine($"{done:N0} of {count:N0}")),
                Actor.CommandLine, cancellationToken);
            return 0;
        });
        return command;
    }
}
