using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Waves;

namespace FleetPortal.Slices.Waves;

/// <summary>The API endpoints <c>/rotation-waves</c>.</summary>
internal static class WaveEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var waves = api.MapGroup("/rotation-waves").WithTags("Rotations").Takes("id", "The id of the wave.");
        waves.MapPost("", async (WaveBody body, StartWave start, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (body is { Q: null, Things: null, Certificates: null, FailedIn: null })
            {
                // Selecting the whole fleet must be explicit, with an empty q.
                throw new FleetError(RevocationErrors.SelectionInvalid, [new Fault("q",
                    "Select the Things by q, things, certificates or failedIn. An empty q selects all Things.")]);
            }

            var selection = new WaveSelection(body.Q, body.Things, body.Certificates?.ToSelection(), body.FailedIn);
            var standard = new StartWaveRequest(selection);
            var request = new StartWaveRequest(selection,
                body.InFlight ?? standard.InFlight, body.StopPercent ?? standard.StopPercent, body.GraceMinutes ?? standard.GraceMinutes,
                body.TimeoutMinutes ?? standard.TimeoutMinutes, body.SpreadDays ?? 0, body.OnlyConnected ?? false);
            if (body.DryRun ?? false)
            {
                var plan = await start.PlanAsync(request, context.Actor(), cancellationToken);
                return Results.Ok(new WavePlanAnswer(plan.Things, plan.Connected));
            }

            var wave = WaveAnswer.Of(await start.ExecuteAsync(request, context.Actor(), cancellationToken));
            return Results.Created($"/api/v1/rotation-waves/{wave.Id}", wave);
        }).Describes("startWave", "Starts a wave of rotations; with dryRun, says how many Things it would take.")
            .AnswersCreated<WaveAnswer>().Answers<WavePlanAnswer>()
            .Refuses(400, RevocationErrors.SelectionInvalid, WaveErrors.Invalid, RequestErrors.StatusInvalid,
                CommonErrors.QueryInvalid, CertificateErrors.QueryPrivateKey, RequestErrors.CertificateIdInvalid)
            .Refuses(404, WaveErrors.NotFound)
            .Refuses(409, WaveErrors.Overlaps).Refuses(422, WaveErrors.Empty, WaveErrors.NobodyConnected);
        waves.MapGet("", async (WaveQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<WaveAnswer>([.. (await queries.ListAsync(context.Actor(), cancellationToken)).Select(WaveAnswer.Of)]))
            .Describes("listWaves", "Lists the waves, newest first.");
        waves.MapGet("/{id}", async (string id, WaveQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            WaveAnswer.Of(await FindAsync(id, queries, context, cancellationToken))).Describes("getWave", "Reads a wave.")
                .Refuses(404, WaveErrors.NotFound);
        waves.MapPost("/{id}/pause", async (string id, PauseWave pause, HttpContext context, CancellationToken cancellationToken) =>
            WaveAnswer.Of(await pause.ExecuteAsync(id, context.Actor(), cancellationToken)))
            .Describes("pauseWave", "Pauses a wave: no further Thing is asked.")
                .Refuses(404, WaveErrors.NotFound).Refuses(409, WaveErrors.Ended);
        waves.MapPost("/{id}/resume", async (string id, ResumeWave resume, HttpContext context, CancellationToken cancellationToken) =>
            WaveAnswer.Of(await resume.ExecuteAsync(id, context.Actor(), cancellationToken)))
            .Describes("resumeWave", "Resumes a wave.").Refuses(404, WaveErrors.NotFound).Refuses(409, WaveErrors.Ended);
        waves.MapPost("/{id}/stop", async (string id, StopWave stop, HttpContext context, CancellationToken cancellationToken) =>
            WaveAnswer.Of(await stop.ExecuteAsync(id, context.Actor(), cancellationToken)))
            .Describes("stopWave", "Stops a wave.").Refuses(404, WaveErrors.NotFound).Refuses(409, WaveErrors.Ended);
    }

    private static async Task<WaveView> FindAsync(
        string id, WaveQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound(WaveErrors.NotFound, id);
}
