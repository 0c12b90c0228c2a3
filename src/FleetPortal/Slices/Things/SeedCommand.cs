using System.CommandLine;
using FleetPortal.Cli;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Seeding;

namespace FleetPortal.Slices.Things;

/// <summary><c>seed</c>: a synthetic fleet in an empty registry, for trying out size.</summary>
internal static class SeedCommand
{
    public static Command Create(string[] settings)
    {
        var things = new Option<int>("--things") { Required = true, Description = "How many Things." };
        var command = new Command("seed", "Fill an empty registry with a synthetic fleet: certificates with ends over the year and a renewal storm, some expired, on hold and revoked, and refused attempts. Start the portal once before (serve). Their keys are thrown away.") { things };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var count = parsed.GetValue(things);
            await application.Services.GetRequiredService<SeedFleet>().ExecuteAsync(
                count, new Progress<int>(done => Console.Error.WriteLine($"{done:N0} of {count:N0}")), Actor.CommandLine, cancellationToken);
            return 0;
        });
        return command;
    }
}
