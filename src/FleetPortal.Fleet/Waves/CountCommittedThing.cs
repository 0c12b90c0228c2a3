using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Fleet.Waves;

/// <summary>Counts a Thing as committed in its wave, even if the wave has ended and had counted the Thing as failed.</summary>
internal sealed class CountCommittedThing : IRotationCommitStep
{
    /// <inheritdoc/>
    public void Apply(WriteScope scope, RotationRecord rotation)
    {
        if (scope.Statements.Execute(WaveStatements.MarkCommitted, scope.Now, rotation.Key) > 0)
        {
            scope.Emit(FleetEventKind.WaveChanged, null);
        }
    }
}
