using FleetPortal.Broker.Handshakes;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Health;
using FleetPortal.Hosting;
using FleetPortal.Upkeep;

namespace FleetPortal.Slices.Health;

/// <summary>
/// The endpoints <c>/health/live</c> (the process answers) and <c>/health/ready</c> (the state of each part, and the ports).
/// </summary>
public static class HealthEndpoints
{
    /// <summary>Registers <see cref="HealthReport"/> as a singleton.</summary>
    public static void AddPortalHealth(this IServiceCollection services) => services.AddSingleton<HealthReport>();

    /// <summary>Maps both endpoints. They need no sign-in.</summary>
    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", async (HealthReport report, CancellationToken cancellationToken) =>
        {
            var answer = await report.AskAsync(cancellationToken);
            return Results.Json(answer,
                statusCode: answer.State == HealthReport.Failed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }).AllowAnonymous().ExcludeFromDescription();
    }
}

/// <summary>Reads the state of the parts of the portal.</summary>
public sealed class HealthReport(DatabaseCheck database,
    AuthorityVault vault, SelfCheck state, LiveConnections connections, ConnectionProbes probes, BoundPorts endpoints, UpkeepState upkeep,
    TimeProvider time)
{
    /// <summary>The state of a part that works.</summary>
    public const string Ok = "ok";

    /// <summary>The state of a portal that is not ready.</summary>
    public const string Failed = "failed";

    private const string Degraded = "degraded";

    // These parts can only degrade the portal. With a read-only database it still decides on connections and serves CRLs and OCSP.
    private static readonly string[] Advisory = ["database", "crl", "externalCrls", "clock", "upkeep"];

    /// <summary>Returns the current state of each part. Needs no right.</summary>
    public async Task<HealthAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var unreadable = await database.ReadAsync(cancellationToken);
        var parts = new Dictionary<string, string>
        {
            ["database"] = unreadable ?? (await database.WriteAsync(cancellationToken) is { } reason ? $"accepts no writes: {reason}" : Ok),
            ["authority"] = Authority(),
            ["broker"] = endpoints.MqttPort > 0 ? Ok : "not listening",
            ["upkeep"] = upkeep.Faults is { Count: > 0 } faults ? string.Join("; ", faults) : Ok,
        };
        if (unreadable is null)
        {
            var itself = await state.AskAsync(cancellationToken);
            parts["crl"] = CrlOf(itself);
            parts["externalCrls"] = itself.ExternalCrlsOverdue == 0
                ? Ok : $"{itself.ExternalCrlsOverdue} CRLs of external authorities are past their nextUpdate";
            parts["clock"] = itself.ClockBehind == TimeSpan.Zero
                ? Ok : $"{itself.ClockBehind.TotalMinutes:0} minutes behind the newest audit entry. The clock was set back, or it was "
                + $"wrong before";
        }

        var wrong = parts.Where(part => part.Value != Ok).Select(part => part.Key).ToList();
        var works = unreadable is null && wrong.All(Advisory.Contains);
        return new HealthAnswer(wrong.Count == 0
            ? Ok : works ? Degraded : Failed, parts, endpoints.MqttPort, endpoints.DevicesPort, connections.OpenCount, probes.Count);
    }

    private string Authority() => vault.DefaultIssuer switch
    {
        null => "disabled",
        { Signer: var signer } when signer.NotAfter <= time.GetUtcNow() => "expired",
        { Signer: var signer } => signer.Key.IsAvailable() ? Ok : "key unavailable",
    };

    private static string CrlOf(PortalState state)
    {
        List<string> faults = [];
        if (state.CrlsNotValid.Count > 0)
        {
            faults.Add($"not valid now, so clients refuse the certificates that they cover: {string.Join(", ", state.CrlsNotValid)}");
        }

        if (state.CrlPartsWaiting > 0)
        {
            faults.Add($"{state.CrlPartsWaiting} parts wait to be published");
        }

        if (state.CrlsAhead.Count > 0)
        {
            faults.Add($"correct now, but earlier ones were published while the clock was ahead: {AheadOf(state)}");
        }

        return faults.Count == 0 ? Ok : string.Join("; ", faults);
    }

    private static string AheadOf(PortalState state) =>
        string.Join(", ", state.CrlsAhead
            .Select(crl => $"{crl.Name} (clients may use the earlier one until {crl.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC)"));
}
