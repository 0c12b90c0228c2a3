using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Simulator;

namespace FleetPortal.Slices.Simulation;

/// <summary>The command <c>simulate</c>: runs a simulated fleet against a portal, also from another machine.</summary>
internal static class SimulateCommand
{
    private const string TokenVariable = "FLEETPORTAL_TOKEN";

    public static Command Create()
    {
        var url = new Option<string>("--url") { Required = true, Description = "The portal, such as http://127.0.0.1:5080." };
        var things = new Option<int>("--things") { DefaultValueFactory = _ => 250, Description = "The number of Things." };
        var interval = new Option<double>("--interval") { DefaultValueFactory = _ => 2,
            Description = "Seconds between two messages of a Thing, from 0.1 to 3600." };
        var token = new Option<string?>("--token") {
             Description = $"An API token with the role operator. Alternatively set the environment variable {TokenVariable}." };
        var state = new Option<string>("--state") { DefaultValueFactory = _ => "./simulator", Description = "The directory in which the "
            + "Things store their keys." };
        var trust = new Option<FileInfo?>("--ca") { Description = "A PEM file with the root certificates of a portal on https. The "
            + "default is the trust store of this machine." };
        var scenario = new Option<string?>("--scenario") {
             Description = "Play a scenario instead of running a fleet, with a token of the role administrator: " + ScenarioCommand.Names };
        var contain = new Option<bool>("--contain") {
             Description = "Contain the finding of the scenario clone, instead of waiting 2 minutes for a person." };
        var command = new Command("simulate", "Run simulated Things against a portal.")
        {
            url, things, interval, token, state, trust, scenario, contain,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if ((parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable)) is not { Length: > 0 } secret)
            {
                await Console.Error.WriteLineAsync(
                    $"Give an API token with --token or {TokenVariable}. Create one on the machine of the portal: token create "
                    + $"--name simulator --role {(parsed.GetValue(scenario) is null ? "operator" : "administrator")}");
                return 2;
            }

            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var portal) || portal.Scheme is not ("http" or "https"))
            {
                await Console.Error.WriteLineAsync($"--url {parsed.GetValue(url)} is not an address such as http://127.0.0.1:5080.");
                return 2;
            }

            if (parsed.GetValue(interval) is not (>= 0.1 and <= 3600) and var wrong)
            {
                await Console.Error.WriteLineAsync($"--interval {wrong} is not from 0.1 to 3600 seconds.");
                return 2;
            }

            X509Certificate2Collection? roots = null;
            if (parsed.GetValue(trust) is { } file)
            {
                if (!file.Exists)
                {
                    await Console.Error.WriteLineAsync($"--ca {file} does not exist. Fetch it from the portal: /pki/roots.pem");
                    return 2;
                }

                roots = [];
                roots.ImportFromPemFile(file.FullName);
            }

            using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
            var options = new SimulatorOptions { Portal = portal, Token = secret, Things = parsed.GetValue(things),
                Interval = TimeSpan.FromSeconds(parsed.GetValue(interval)), StateDirectory = parsed.GetValue(state)!, PortalTrust = roots };
            try
            {
                if (parsed.GetValue(scenario) is { } name)
                {
                    return await ScenarioCommand.RunAsync(name, parsed.GetValue(contain), options, cancellationToken);
                }

                await new SimulatedFleet(options, TimeProvider.System, loggers.CreateLogger<SimulatedFleet>()).RunAsync(cancellationToken);
                return 0;
            }
            catch (HttpRequestException e)
            {
                await Console.Error.WriteLineAsync($"The portal at {options.Portal} cannot be reached: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
