using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Fleet.Waves;

/// <summary>Counts the Thing of a committed rotation as done, also in a wave that has ended and counted it as failed.</summary>
internal sealed class CountCommittedRotation : IRotationCommitStep
{
    private const string MarkDone = "UPDATE WaveThings SET State = 3, DoneAt = coalesce(DoneAt, $1) WHERE RotationKey = $2 AND State <> 3";

    /// <inheritdoc/>
    public void Committed(WriteScope scope, long rotationKey) => scope.Statements.Execute(MarkDone, scope.Now, rotationKey);
}
