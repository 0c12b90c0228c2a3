using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Jobs;

namespace FleetPortal.Slices.Waves;

/// <summary>Finds waves for <c>GET /jobs/{id}</c>.</summary>
internal sealed class WaveJobs(WaveQueries waves) : IJobSource
{
    /// <inheritdoc/>
    public async Task<JobAnswer?> FindAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        if (await waves.FindAsync(id, actor, cancellationToken) is not { } wave)
        {
            return null;
        }

        var failed = await waves.FailedAsync(id, actor, cancellationToken);
        return new JobAnswer(StateOf(wave.State), wave.Proven + wave.Committed + wave.Failed + wave.TakenOver,
            wave.Total, [.. failed.Select(x => new JobFailure(x.Thing, x.Code, x.Message))]);
    }

    private static JobState StateOf(WaveState state) => state switch
    {
        WaveState.Running => JobState.Running,
        WaveState.Paused => JobState.Paused,
        WaveState.Stopped => JobState.Stopped,
        _ => JobState.Done,
    };
}
