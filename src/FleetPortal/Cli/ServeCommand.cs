using FleetPortal.Authentication;
using FleetPortal.Broker.Admission;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Hosting;

namespace FleetPortal.Cli;

/// <summary>The command <c>serve</c>: starts the portal, prints its addresses and warnings, and runs until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var application = FleetPortalApplication.Create(settings);
        await application.StartAsync(cancellationToken);
        foreach (var line in await SummaryAsync(application, cancellationToken))
        {
            Console.WriteLine(line);
        }

        await application.WaitForShutdownAsync();
        return 0;
    }

    private static async Task<IReadOnlyList<string>> SummaryAsync(FleetPortalApplication application, CancellationToken cancellationToken)
    {
        var (settings, endpoints) = (application.Settings, application.Endpoints);
        var vault = application.Services.GetRequiredService<AuthorityVault>();
        List<string> lines =
        [
            "",
            $"  FleetPortal   {application.PortalAddress}",
            $"  MQTT          mqtts://{settings.PublicHost}:{endpoints.MqttPort}   (TLS 1.2 and 1.3, client certificates)",
            $"  WebSocket     wss://{settings.PublicHost}:{endpoints.DevicesPort}/mqtt",
            $"  Data          {settings.DataDirectory}   (SQLite; back it up with the command: backup FILE)",
            $"  Sign-in       {SignInOf(settings)}",
            $"  Root          SHA-256 {vault.RootFingerprint}",
        ];
        if (settings.OpenIdConnect is { } provider)
        {
            lines.Add($"  Provider      {SingleSignOnNotes.Addresses(provider, application.PagesAddress)}");
        }

        if (settings.SimulatedThings > 0)
        {
            lines.Add($"  Simulator     {settings.SimulatedThings} Things");
        }

        lines.Add("");
        if (application.Services.GetRequiredService<AdministratorMark>().IsMissing)
        {
            lines.Add("  WARNING  This portal had an administrator, but the database has none. The database is incomplete, for example a "
                + "copy of fleet.db without fleet.db-wal. Restore a backup.");
        }
        else if (settings is { LocalAccounts: true, Personas: false }
            && !await application.Services.GetRequiredService<AccountQueries>().HasAdministratorAsync(cancellationToken))
        {
            lines.Add($"  There is no administrator yet. Create one with this one-time link:  "
                + $"{new Uri(application.PagesAddress, application.Services.GetRequiredService<SetupLink>().Path)}");
            if ((await application.Services.GetRequiredService<ThingQueries>().CountAsync(Actor.System, cancellationToken)).Things > 0)
            {
                lines.Add("  WARNING  The database has Things but no administrator. If there was an administrator, the database is "
                    + "incomplete: do not use the link, but restore a backup.");
            }
        }

        if (SingleSignOnNotes.Warning(settings) is { } warning)
        {
            lines.Add($"  WARNING  {warning}");
        }

        if (settings.Personas)
        {
            lines.Add("  WARNING  Development: everybody on this machine can sign in as a persona, without a password.");
        }

        foreach (var advice in SettingsAdvice.Of(settings))
        {
            lines.Add($"  WARNING  {advice}");
        }

        if (settings is { KeyPassphrase: null, Personas: false })
        {
            lines.Add($"  WARNING  The passphrase of the authorities' keys is stored beside them ({settings.KeyDirectory}). Set "
                + $"Data:KeyPassphrase to store it elsewhere.");
        }

        if (settings.BehindProxy && settings.Portal.Scheme == "http")
        {
            lines.Add("  WARNING  The portal uses plain HTTP behind the proxy. Make sure that only the proxy can reach its port.");
        }

        var room = application.Services.GetRequiredService<ConnectionBudgets>().Devices.Limits.Connections;
        if (room < settings.Connections)
        {
            lines.Add($"  NOTE     The limit of open files allows {room:N0} connections of devices (Limits:Connections is "
                + $"{settings.Connections:N0}). Raise it with ulimit -n, LimitNOFILE in systemd or --ulimit nofile in Docker.");
        }

        lines.Add("");
        return lines;
    }

    private static string SignInOf(PortalSettings settings)
    {
        List<string> ways = [];
        if (settings.OpenIdConnect is not null)
        {
            ways.Add("OpenID Connect");
        }

        if (settings.LocalAccounts)
        {
            ways.Add("local accounts");
        }

        if (settings.Personas)
        {
            ways.Add("demo personas");
        }

        return ways.Count > 0 ? string.Join(", ", ways) : "not possible (Authentication:Local:Enabled=false, and no OpenID Connect)";
    }
}
