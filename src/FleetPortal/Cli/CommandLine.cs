using System.CommandLine;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;

namespace FleetPortal.Cli;

/// <summary>
/// Parses and runs the command line. Exit codes: 0 done; 1 refused or failed; 2 wrong usage or invalid settings. Every command accepts
/// settings (<c>--Section:Key=value</c>) and passes them to the configuration.
/// </summary>
public static class CommandLine
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>Runs a command and returns the exit code. Writes errors to standard error.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = args.Where(IsSetting).ToArray();
        var root = new RootCommand(
            "FleetPortal: a registry of Things, a certificate authority and an MQTT broker that accepts only registered devices.");
        root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(settings, cancellationToken));
        var serve = new Command("serve", "Start the portal (the default).");
        serve.SetAction((_, cancellationToken) => ServeCommand.RunAsync(settings, cancellationToken));
        root.Subcommands.Add(serve);
        foreach (var command in PortalSlices.All.SelectMany(slice => slice.Commands(settings))
            .OrderBy(command => command.Name, StringComparer.Ordinal))
        {
            root.Subcommands.Add(command);
        }

        var parsed = root.Parse(args.Where(argument => !IsSetting(argument)).ToArray());
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            return BadUsage;
        }

        return await InvokeAsync(parsed);
    }

    private static async Task<int> InvokeAsync(ParseResult parsed)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (SettingsException e)
        {
            foreach (var fault in e.Faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return BadUsage;
        }
        catch (FleetError e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.Kind == FleetErrorKind.Invalid ? BadUsage : Failed;
        }
        catch (OperationCanceledException)
        {
            return Done;
        }
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf(':', StringComparison.Ordinal) is var colon && colon > 2
        && argument.IndexOf('=', StringComparison.Ordinal) > colon && char.IsAsciiLetterUpper(argument[2]);
}
