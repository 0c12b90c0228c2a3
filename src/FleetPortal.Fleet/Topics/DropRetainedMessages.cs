using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Topics;

/// <summary>Removes the retained messages of a Thing that is retired.</summary>
internal sealed class DropRetainedMessages : IRetirementStep
{
    /// <inheritdoc/>
    public void Retire(WriteScope scope, ThingRecord thing, Actor actor) =>
        scope.Db.Set<RetainedMessageRecord>().Where(x => x.ThingName == thing.Name).ExecuteDelete();
}
