using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Finds issuances that a crash interrupted. Their certificates were never stored, and so never delivered.</summary>
public sealed class UndeliveredIssuances(Registry registry)
{
    /// <summary>Marks them as abandoned. Call it at start, before a certificate is issued.</summary>
    public Task AbandonAsync(CancellationToken cancellationToken) => registry.WriteAsync(
        scope =>
        {
            scope.Db.Set<IssuanceRecord>().Where(x => x.State == IssuanceState.Intended && x.ThingKey != null)
                .ExecuteUpdate(set => set.SetProperty(x => x.State, IssuanceState.Abandoned));
        },
        cancellationToken);
}
