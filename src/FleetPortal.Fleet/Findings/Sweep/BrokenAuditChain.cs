using System.Globalization;
using FleetPortal.Fleet.Audit;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>An audit chain that does not verify: somebody changed the database beside the portal, or the disk lost data.</summary>
internal sealed class BrokenAuditChain(AuditVerifier verifier) : ISweepCheck
{
    public string Kind => FindingCatalogue.AuditChainBroken;

    public Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SweepResult>>(verifier.State.BrokenAt is not { } at ? [] :
        [
            new SweepResult("audit", FindingSeverity.Critical,
                string.Create(CultureInfo.InvariantCulture, $"The audit chain is broken at entry {at}"), new AffectedObjects(1, [])),
        ]);
}
