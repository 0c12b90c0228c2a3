using System.CommandLine;
using System.Globalization;
using FleetPortal.Broker.Admission;
using FleetPortal.Cli;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Hosting;

namespace FleetPortal.Slices.Health;

/// <summary>
/// The command <c>doctor</c>: checks settings, data directory, database, keys, clock and ports. Prints ok or the remedy for each. It never
/// creates a portal.
/// </summary>
internal static class DoctorCommand
{
    private static readonly DateTimeOffset EarliestSaneTime = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static Command Create(string[] settings)
    {
        var command = new Command("doctor", "Check settings, data directory, database, keys, clock and ports. It also works while the "
            + "portal runs, and never creates a portal.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        PortalSettings settings;
        try
        {
            settings = FleetPortalApplication.ReadSettings(arguments);
        }
        catch (SettingsException e)
        {
            Report("settings", string.Join("; ", e.Faults));
            return 1;
        }

        var healthy = Report("settings", null);
        foreach (var advice in SettingsAdvice.Of(settings))
        {
            Console.WriteLine($"WARN settings: {advice}");
        }

        healthy &= await DataAsync(arguments, settings, cancellationToken);
        healthy &= Report("clock", TimeProvider.System.GetUtcNow() > EarliestSaneTime ? null : "the clock is wrong, so new certificates "
            + "would be valid from a time in the past. Set the clock, or install an NTP client");
        var shares = ConnectionAdmission.SharesOf(settings);
        healthy &= Report("open files", ConnectionAdmission.FaultOf(settings),
            $"the limit is {DescriptorLimit.Read()?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, which allows "
            + $"{shares.Devices:N0} connections of devices and {shares.Portal:N0} of pages and API");
        var running = DataDirectoryLock.IsHeld(settings.DataDirectory);
        healthy &= ListenerPorts.Of(settings).Select(one => Port(one.Setting, one.Listener, running)).ToList().TrueForAll(free => free);
        return healthy ? 0 : 1;
    }

    private static async Task<bool> DataAsync(string[] arguments, PortalSettings settings, CancellationToken cancellationToken)
    {
        if (!DataDirectory.HasPortal(settings))
        {
            return Report("data directory",
                $"there is no portal in {settings.DataDirectory}. serve creates a new one, restore restores a backup");
        }

        Report("data directory", null, settings.DataDirectory);
        try
        {
            await using var application = await PortalCommands.OpenAsync(arguments, cancellationToken);
            var vault = application.Services.GetRequiredService<AuthorityVault>();
            Report("database and keys",
                null, $"root SHA-256 {vault.RootFingerprint}, issuing until {vault.PortalIssuer.Signer.NotAfter:yyyy-MM-dd}");
            return settings.OpenIdConnect is not { } provider
                || Report("sign-in", SingleSignOnNotes.Warning(settings), SingleSignOnNotes.Addresses(provider, application.PagesAddress));
        }
        catch (SettingsException e)
        {
            return Report("database and keys", e.Message);
        }
    }

    private static bool Port(string name, Listener listener, bool running) => (ListenerPorts.FaultOf(listener), running) switch
    {
        (null, _) => Report(name, null, $"{listener.Address}:{listener.Port} is free"),
        (_, true) => Report(name, null, $"{listener.Address}:{listener.Port} is in use while the portal runs on this data directory"),
        ({ } fault, _) => Report(name,
            $"{listener.Address}:{listener.Port} cannot be used ({fault}). Stop the program that uses the port, or choose another port"),
    };

    private static bool Report(string what, string? trouble, string? detail = null)
    {
        Console
            .WriteLine($"{(trouble is null ? "ok  " : "BAD ")} {what}{(trouble ?? detail) switch { null => "", var text => ": " + text }}");
        return trouble is null;
    }
}
