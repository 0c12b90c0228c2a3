using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
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
            return Results.Json(answer, statusCode: answer.State == HealthReport.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous().ExcludeFromDescription();
    }
}

/// <summary>What the parts say of themselves.</summary>
/// <param name="State"><c>ok</c> when all are.</param>
public sealed record HealthAnswer(string State, IReadOnlyDictionary<string, string> Parts, int MqttPort, int DevicesPort, int Connections);

/// <summary>Asks the parts.</summary>
public sealed class HealthReport(AccountQueries database, AuthorityVault vault, LiveConnections connections, PortalEndpoints endpoints, TimeProvider time)
{
    /// <summary>A part that works.</summary>
    public const string Ok = "ok";

    /// <summary>The state of each part, now.</summary>
    public async Task<HealthAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, string>
        {
            ["database"] = await DatabaseAsync(cancellationToken),
            ["authority"] = Authority(),
            ["broker"] = endpoints.MqttPort > 0 ? Ok : "not listening",
        };
        return new HealthAnswer(parts.Values.All(state => state == Ok) ? Ok : "failed", parts, endpoints.MqttPort, endpoints.DevicesPort, connections.OpenCount);
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
