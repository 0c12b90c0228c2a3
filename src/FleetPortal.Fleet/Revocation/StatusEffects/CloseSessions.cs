using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Starts to close the sessions that use a certificate that is on hold or revoked. The next effects do not wait for it;
/// <see cref="AwaitSessions"/> does.
/// </summary>
internal sealed class CloseSessions(LiveConnections connections) : IStatusEffect
{
    /// <inheritdoc/>
    public Task ApplyAsync(StatusEffectContext context)
    {
        context.SessionsClosed = FinishAsync(context, [.. context.Changes.Select(CloseAsync)]);
        return Task.CompletedTask;
    }

    private static async Task<TimeSpan?> FinishAsync(StatusEffectContext context, List<Task<int>> closing)
    {
        var closed = await Task.WhenAll(closing);
        var elapsed = context.Elapsed;
        for (var i = 0; i < closed.Length; i++)
        {
            context.Changes[i].SessionsClosed = closed[i];
        }

        return closed.Sum() == 0 ? null : elapsed;
    }

    private async Task<int> CloseAsync(StatusChanges changes) => changes.ClosesThing is { } thing
        ? await connections.ClosePrincipalAsync(thing.Name,
            thing.ForGood ? SessionEndReason.RightsWithdrawn : SessionEndReason.AdministrativeAction)
        : await CloseAsync(changes, CertificateStatus.Revoked, SessionEndReason.RightsWithdrawn)
            + await CloseAsync(changes, CertificateStatus.Inactive, SessionEndReason.AdministrativeAction);

    private Task<int> CloseAsync(StatusChanges changes, CertificateStatus status, SessionEndReason end)
    {
        var ids = changes.Certificates.Where(certificate => certificate.Status == status).Select(certificate => certificate.Id).ToList();
        return ids.Count == 0 ? Task.FromResult(0) : connections.CloseAsync(ids, end);
    }
}
