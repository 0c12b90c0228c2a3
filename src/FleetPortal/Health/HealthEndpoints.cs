using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.State;
using FleetPortal.Hosting;

namespace FleetPortal.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work, and where MQTT listens.</summary>
public static class HealthEndpoints
{
    /// <summary>Registers the report.</summary>
    public static void AddPortalHealth(this IServiceCollection services) => services.AddSingleton<HealthReport>();

    /// <summary>Maps both.</summary>
    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", async (HealthReport report, CancellationToken cancellationToken) =>
        {
            var answer = await report.AskAsync(cancellationToken);
            return Results.Json(answer, statusCode: answer.State == HealthReport.Failed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }).AllowAnonymous().ExcludeFromDescription();
    }
}

/// <summary>What the parts say of themselves.</summary>
/// <param name="State"><c>ok</c> when all are; <c>degraded</c> when the portal works, but somebody should look at it; else <c>failed</c>.</param>
public sealed record HealthAnswer(string State, IReadOnlyDictionary<string, string> Parts, int MqttPort, int DevicesPort, int Connections);

/// <summary>Asks the parts.</summary>
public sealed class HealthReport(AccountQueries database, AuthorityVault vault, PortalStateQuery state, LiveConnections connections, PortalEndpoints endpoints, TimeProvider time)
{
    /// <summary>A part that works.</summary>
    public const string Ok = "ok";

    /// <summary>What is not ready to work.</summary>
    public const string Failed = "failed";

    private const string Degraded = "degraded";
    private static readonly string[] Advisory = ["crl", "clock"];

    /// <summary>The state of each part, now.</summary>
    public async Task<HealthAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, string>
        {
            ["database"] = await DatabaseAsync(cancellationToken),
            ["authority"] = Authority(),
            ["broker"] = endpoints.MqttPort > 0 ? Ok : "not listening",
        };
        if (parts["database"] == Ok)
        {
            var itself = await state.AskAsync(cancellationToken);
            parts["crl"] = itself.CrlPartsWaiting + itself.CrlPartsOver == 0 ? Ok : $"{itself.CrlPartsWaiting} parts wait to be published, {itself.CrlPartsOver} are past their nextUpdate";
            parts["clock"] = itself.ClockBehind == TimeSpan.Zero ? Ok : $"{itself.ClockBehind.TotalMinutes:0} minutes behind the newest audit entry: it was set back, or it was wrong before";
        }

        var wrong = parts.Where(part => part.Value != Ok).Select(part => part.Key).ToList();
        return new HealthAnswer(wrong.Count == 0 ? Ok : wrong.All(Advisory.Contains) ? Degraded : Failed, parts, endpoints.MqttPort, endpoints.DevicesPort, connections.OpenCount);
    }

    private string Authority() => vault.Standard switch
    {
        null => "disabled",
        { Signer: var signer } when signer.NotAfter <= time.GetUtcNow() => "expired",
        { Signer: var signer } => signer.Key.IsAvailable() ? Ok : "key unavailable",
    };

    private async Task<string> DatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.HasAdministratorAsync(cancellationToken);
            return Ok;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e.Message;
        }
    }
}
