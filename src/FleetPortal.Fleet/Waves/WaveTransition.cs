using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>Moves a wave to another state, with the audit entry and the event: the part that pause, resume and stop share.</summary>
internal static class WaveTransition
{
    /// <summary>Moves a wave that is not done.</summary>
    /// <param name="registry">Writes it.</param>
    /// <param name="waves">Reads the wave after the change.</param>
    /// <param name="id">The wave's identifier.</param>
    /// <param name="action">The audit action, a name of <see cref="WaveActions"/>.</param>
    /// <param name="change">Changes the record, in the transaction.</param>
    /// <param name="actor">Who asks; needs the right to issue.</param>
    /// <param name="cancellationToken">Ends the wait for the writer.</param>
    /// <returns>The wave after the change.</returns>
    /// <exception cref="FleetError"><c>wave-not-found</c>, <c>wave-ended</c>, <c>forbidden</c>.</exception>
    public static async Task<WaveView> ExecuteAsync(
        Registry registry, WaveQueries waves, string id, string action, Action<WriteScope, WaveRecord> change, Actor actor,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        await registry.WriteAsync(
            scope =>
            {
                var wave = scope.Db.Set<WaveRecord>().SingleOrDefault(x => x.Id == id)
                    ?? throw FleetError.NotFound(WaveErrors.NotFound, id);
                if (wave.State == WaveState.Done)
                {
                    throw new FleetError(FleetErrorKind.Conflict, WaveErrors.Ended, "The wave is done.");
                }

                change(scope, wave);
                scope.Audit(actor, action, new AuditTarget(AuditTargets.Wave, id));
                scope.Emit(FleetEventKind.WaveChanged, null);
            },
            cancellationToken);
        return (await waves.FindAsync(id, actor, CancellationToken.None))!;
    }
}
