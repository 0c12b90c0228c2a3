using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>Pauses a wave: no further rotation starts until an operator resumes it. Rotations in flight continue.</summary>
public sealed class PauseWave(Registry registry, WaveQueries waves)
{
    /// <summary>Pauses a wave. Needs the right to issue.</summary>
    /// <returns>The wave after the change.</returns>
    /// <exception cref="FleetError"><c>wave-not-found</c>, <c>wave-ended</c> for one that is done, <c>forbidden</c>.</exception>
    public Task<WaveView> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken) => WaveTransition.ExecuteAsync(
        registry, waves, id,
        WaveActions.Paused, (_, wave) => (wave.State, wave.Reason) = (WaveState.Paused, null), actor, cancellationToken);
}
