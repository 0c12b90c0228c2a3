using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Proofs;

/// <summary>Removes the rolling proof of a Thing that is retired.</summary>
internal sealed class DropProofOfRetired : IRetirementStep
{
    private const string Drop = "DELETE FROM Proofs WHERE ThingKey = $1";

    /// <inheritdoc/>
    public void Retire(WriteScope scope, ThingRecord thing, Actor actor) => scope.Statements.Execute(Drop, thing.Key);
}
