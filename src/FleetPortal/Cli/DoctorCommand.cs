using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Authorities;

namespace FleetPortal.Cli;

/// <summary><c>doctor</c>: settings, data directory, database, keys, clock and ports; each ok, or what to do.</summary>
internal static class DoctorCommand
{
    private static readonly DateTimeOffset EarliestSaneTime = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static Command Create(string[] settings)
    {
        var command = new Command("doctor", "Check settings, data directory, database, keys, clock and ports.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        FleetPortalApplication application;
        try
        {
            application = FleetPortalApplication.Create(arguments);
        }
        catch (SettingsException e)
        {
            Report("settings", string.Join("; ", e.Faults));
            return 1;
        }

        await using (application)
        {
            Report("settings", null);
            Report("data directory", null, application.Settings.DataDirectory);
            var healthy = await DatabaseAndKeysAsync(application, cancellationToken);
            healthy &= Report("clock", TimeProvider.System.GetUtcNow() > EarliestSaneTime ? null : "the clock is wrong: certificates would begin in the past; set it, or install an NTP client");
            if (application.Settings.OpenIdConnect is { } provider)
            {
                healthy &= Report("sign-in", SingleSignOnNotes.Warning(application.Settings), SingleSignOnNotes.Addresses(provider, application.PagesAddress));
            }

            healthy &= Port("Listen:Portal", application.Settings.Portal);
            healthy &= Port("Listen:Devices", application.Settings.Devices);
            healthy &= Port("Listen:Mqtt", application.Settings.Mqtt);
            return healthy ? 0 : 1;
        }
    }

    private static async Task<bool> DatabaseAndKeysAsync(FleetPortalApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await application.PrepareAsync(cancellationToken);
        }
        catch (SettingsException e)
        {
            return Report("database and keys", e.Message);
        }

        var vault = application.Services.GetRequiredService<AuthorityVault>();
        return Report("database and keys", null, $"root SHA-256 {vault.RootFingerprint}, issuing until {vault.ForOwnUse.Signer.NotAfter:yyyy-MM-dd}");
    }

    private static bool Port(string name, Listener listener)
    {
        try
        {
            using var probe = new TcpListener(new IPEndPoint(listener.Address, listener.Port));
            probe.Start();
            return Report(name, null, $"{listener.Address}:{listener.Port} is free");
        }
        catch (SocketException e)
        {
            return Report(name, $"{listener.Address}:{listener.Port} cannot be used ({e.Message}): it is this portal if that runs, else stop what listens there or choose another port");
        }
    }

    private static bool Report(string what, string? trouble, string? detail = null)
    {
        Console.WriteLine($"{(trouble is null ? "ok  " : "BAD ")} {what}{(trouble ?? detail) switch { null => "", var text => ": " + text }}");
        return trouble is null;
    }
}
