using FleetPortal.Authentication;
using FleetPortal.Broker.Admission;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Hosting;

namespace FleetPortal.Cli;

/// <summary><c>serve</c>: the portal itself, and what it says when it is up.</summary>
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
            lines.Add("  WARNING  An administrator existed here, and the database has none: it is incomplete, such as a copy of fleet.db without fleet.db-wal. Restore a backup.");
        }
        else if (settings is { LocalAccounts: true, Personas: false } && !await application.Services.GetRequiredService<AccountQueries>().HasAdministratorAsync(cancellationToken))
        {
            lines.Add($"  No administrator yet. Set a password once at  {new Uri(application.PagesAddress, application.Services.GetRequiredService<SetupLink>().Path)}");
            if ((await application.Services.GetRequiredService<ThingQueries>().CountAsync(Actor.System, cancellationToken)).Things > 0)
            {
                lines.Add("  WARNING  There are Things here and no administrator. If there was one, the database is incomplete: do not use that link, restore a backup.");
            }
        }

        if (SingleSignOnNotes.Warning(settings) is { } warning)
        {
            lines.Add($"  WARNING  {warning}");
        }

        if (settings.Personas)
        {
            lines.Add("  WARNING  Development: anybody on this machine can sign in as a persona, without a password.");
        }

        foreach (var advice in SettingsAdvice.Of(settings))
        {
            lines.Add($"  WARNING  {advice}");
        }

        if (settings is { KeyPassphrase: null, Personas: false })
        {
            lines.Add($"  WARNING  The passphrase of the authority's keys lies beside them ({settings.KeyDirectory}). Set Data:KeyPassphrase to keep it elsewhere.");
        }

        if (settings.BehindProxy && settings.Portal.Scheme == "http")
        {
            lines.Add("  WARNING  The portal speaks plain HTTP to the proxy in front of it. Nobody else may reach that port.");
        }

        var room = application.Services.GetRequiredService<ConnectionBudgets>().Devices.Limits.Connections;
        if (room < settings.Connections)
        {
            lines.Add($"  NOTE     The limit of open files leaves room for {room:N0} connections of devices (Limits:Connections is {settings.Connections:N0}). Raise it with ulimit -n, LimitNOFILE in systemd or --ulimit nofile in Docker.");
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

        return ways.Count > 0 ? string.Join(", ", ways) : "nobody can (Authentication:Local:Enabled=false, and no OpenID Connect)";
    }
}
