using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>
/// Connections whose certificate is not active. A revocation closes them, so this must not happen; the check proves it again and again.
/// </summary>
internal sealed class RevokedButConnected(LiveConnections connections) : ISweepCheck
{
    public string Kind => FindingCatalogue.RevokedButConnected;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var open = connections.Open.Where(live => live.CertificateId is not null && live.ClosingReason is null).ToList();
        var ended = await LiveCertificates.AmongAsync(open.Select(live => live.CertificateId!.Value).Distinct(),
            context.Db.Set<CertificateRecord>().Where(x => x.Status != CertificateStatus.Active), cancellationToken);

        // One that is closed in this moment is no finding.
        return [.. open.Where(live => ended.Contains(live.CertificateId!.Value) && live.ClosingReason is null && !live.Ended.IsCompleted)
            .Select(live => new SweepResult(live.PrincipalName ?? live.ClientId, FindingSeverity.Critical,
                $"{live.ClientId} is connected with a certificate that is not active",
                new AffectedObjects(1, [live.ClientId])) { Principal = live.PrincipalName })];
    }
}
