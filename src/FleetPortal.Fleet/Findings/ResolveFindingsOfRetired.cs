using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>Resolves the findings of a Thing that is retired: its certificates are revoked for good.</summary>
internal sealed class ResolveFindingsOfRetired : IRetirementStep
{
    public void Retire(WriteScope scope, ThingRecord thing, Actor actor)
    {
        foreach (var finding in scope.Db.Set<FindingRecord>()
            .Where(x => x.Principal == thing.Name && x.State <= FindingState.Contained).ToList())
        {
            FindingRows.Move(scope, finding, FindingState.Resolved, FindingEntries.Resolved, actor, "The Thing was retired.");
        }
    }
}
