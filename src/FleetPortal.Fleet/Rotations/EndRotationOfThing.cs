using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Rolls the open rotation of a Thing back that is retired.</summary>
internal sealed class EndRotationOfThing : IRetirementStep
{
    /// <inheritdoc/>
    public void Retire(WriteScope scope, ThingRecord thing, Actor actor) => RotationRows.NoteRetired(scope, thing, actor);
}
