using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Marks the issuances that a crash ended. An issuance whose certificate was never stored was never delivered.</summary>
public sealed class UndeliveredIssuances(Registry registry)
{
    /// <summary>Marks them as abandoned. Call it at start, before anything is issued.</summary>
    public Task AbandonAsync(CancellationToken cancellationToken) => registry.WriteAsync(
        scope =>
        {
            scope.Db.Set<IssuanceRecord>().Where(x => x.State == IssuanceState.Intended && x.ThingKey != null)
                .ExecuteUpdate(set => set.SetProperty(x => x.State, IssuanceState.Abandoned));
        },
        cancellationToken);
}
