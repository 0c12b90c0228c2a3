using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Revocations;

/// <summary>Adds an attention item to the Overview for each revocation batch that is not complete.</summary>
internal sealed class OpenBatches(RevocationBatchQueries batches) : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Jobs;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken) =>
    [
        .. (await batches.OpenAsync(context.Actor, cancellationToken)).Select(batch => new AttentionItem(
            FleetIcons.Revoked, Progress(batch),
            $"Started by {batch.CreatedBy}", $"certificates/revocations/{batch.Id}", "Open") { StartedAt = batch.CreatedAt }),
    ];

    private static string Progress(OpenRevocationBatch batch) => batch.State switch
    {
        BatchState.Canary =>
            $"A revocation of {Count(batch.Total, "certificate", "certificates")} pauses after its first {Number(batch.Canary)}",
        BatchState.Stopped => $"A revocation of {Count(batch.Total, "certificate", "certificates")} was stopped",
        _ => $"{Count(batch.Total, "certificate is", "certificates are")} being revoked",
    };
}
