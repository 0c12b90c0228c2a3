using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Waves;

/// <summary><c>/rotation-waves</c>.</summary>
internal static class WaveEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var waves = api.MapGroup("/rotation-waves").WithTags("Rotations");
        waves.MapPost("", async (WaveBody body, StartWave start, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (body is { Q: null, Things: null, Certificates: null, FailedIn: null })
            {
                // The whole fleet is asked for, not forgotten about: q is "" then.
                throw new FleetError("selection-invalid", [new Fault("q", "Say which Things: by q, things, certificates or failedIn. An empty q is all of them.")]);
            }

            var selection = new WaveSelection(body.Q, body.Things, body.Certificates?.ToSelection(), body.FailedIn);
            var standard = new StartWaveRequest(selection);
            var request = new StartWaveRequest(selection, body.InFlight ?? standard.InFlight, body.StopPercent ?? standard.StopPercent, body.GraceMinutes ?? standard.GraceMinutes, body.TimeoutMinutes ?? standard.TimeoutMinutes, body.SpreadDays ?? 0, body.OnlyConnected ?? false);
            if (body.DryRun ?? false)
            {
                var plan = await start.PlanAsync(request, context.Actor(), cancellationToken);
                return Results.Ok(new { things = plan.Things, connected = plan.Connected });
            }

            var wave = WaveAnswer.Of(await start.ExecuteAsync(request, context.Actor(), cancellationToken));
            return Results.Created($"/api/v1/rotation-waves/{wave.Id}", wave);
        }).Produces<WaveAnswer>(StatusCodes.Status201Created);
        waves.MapGet("", async (WaveQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            new { items = (await queries.ListAsync(context.Actor(), cancellationToken)).Select(WaveAnswer.Of) });
        waves.MapGet("/{id}", async (string id, WaveQueries queries, HttpContext context, CancellationToken cancellationToken) => WaveAnswer.Of(await FindAsync(id, queries, context, cancellationToken)));
        foreach (var (verb, state) in new[] { ("pause", WaveState.Paused), ("resume", WaveState.Running), ("stop", WaveState.Stopped) })
        {
            waves.MapPost("/{id}/" + verb, async (string id, SteerWave steer, HttpContext context, CancellationToken cancellationToken) =>
                WaveAnswer.Of(await steer.ExecuteAsync(id, state, context.Actor(), cancellationToken)));
        }
    }

    private static async Task<WaveView> FindAsync(string id, WaveQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound("wave", id);
}

/// <summary>Body of <c>POST /rotation-waves</c>: the Things by <c>q</c>, by name, by their certificates, or as those that failed in another wave.</summary>
public sealed record WaveBody(string? Q, IReadOnlyList<string>? Things, CertificateSelectionBody? Certificates, string? FailedIn, int? InFlight, int? StopPercent, int? GraceMinutes, int? TimeoutMinutes, int? SpreadDays, bool? DryRun, bool? OnlyConnected = null);

/// <summary>How long the Things of a wave took from when they were told until they came with the new certificate.</summary>
/// <param name="Count">Those that came.</param>
/// <param name="Percentile95Milliseconds">95 of 100 were as quick.</param>
public sealed record SwitchesAnswer(int Count, double MedianMilliseconds, double Percentile95Milliseconds);

/// <summary>A wave.</summary>
public sealed record WaveAnswer(
    string Id, string Q, string State, string? Reason, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, int Total, int Waiting, int InFlight, int Proven, int Committed, int Failed,
    IReadOnlyList<WaveFailure> Failures, long MessagesReceived, long MessagesLost, int Numbering, int TakenOver, DateTimeOffset? DoneAbout, SwitchesAnswer? Switches, int Absent)
{
    /// <summary>From a view.</summary>
    public static WaveAnswer Of(WaveView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new WaveAnswer(
            view.Id, view.Query, Word(view.State), view.Reason, view.CreatedAt, view.CreatedBy, view.EndedAt, view.Total, view.Waiting, view.InFlight, view.Proven, view.Committed, view.Failed,
            view.Failures, view.MessagesReceived, view.MessagesLost, view.Numbering, view.TakenOver, view.DoneAbout, view.Switches is { } switches ? new SwitchesAnswer(switches.Count, switches.Median.TotalMilliseconds, switches.Most.TotalMilliseconds) : null, view.Absent);
    }

    internal static string Word(WaveState state) => state.ToString().ToLowerInvariant();
}
