using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>Stops a wave: its waiting Things are free for another wave. Rotations in flight continue.</summary>
public sealed class StopWave(Registry registry, WaveQueries waves)
{
    /// <summary>The beginning of the reason of a wave that a person stopped; the name follows.</summary>
    internal const string StoppedBy = "stopped by ";

    /// <summary>Stops a wave. Needs the right to issue.</summary>
    /// <returns>The wave after the change.</returns>
    /// <exception cref="FleetError"><c>wave-not-found</c>, <c>wave-ended</c> for one that is done, <c>forbidden</c>.</exception>
    public Task<WaveView> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken) => WaveTransition.ExecuteAsync(
        registry, waves, id, WaveActions.Stopped,
        (_, wave) => (wave.State, wave.Reason) = (WaveState.Stopped, StoppedBy + actor.Name), actor, cancellationToken);
}
