using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>Resumes a wave that was paused or stopped. Failures before the resume do not stop it again.</summary>
public sealed class ResumeWave(Registry registry, WaveQueries waves)
{
    /// <summary>Resumes a wave. Needs the right to issue.</summary>
    /// <returns>The wave after the change.</returns>
    /// <exception cref="FleetError"><c>wave-not-found</c>, <c>wave-ended</c> for one that is done, <c>forbidden</c>.</exception>
    public Task<WaveView> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken) => WaveTransition.ExecuteAsync(
        registry, waves, id, WaveActions.Resumed, Resume, actor, cancellationToken);

    private static void Resume(WriteScope scope, WaveRecord wave)
    {
        if (wave.State == WaveState.Stopped)
        {
            wave.FailedBefore = scope.Db.Set<WaveThingRecord>().Count(x => x.WaveKey == wave.Key && x.State == WaveThingState.Failed);
        }

        (wave.State, wave.Reason) = (WaveState.Running, null);
    }
}
