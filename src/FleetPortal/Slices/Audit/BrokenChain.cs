using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Audit;

/// <summary>Adds an attention item to the Overview if the audit chain is broken.</summary>
internal sealed class BrokenChain(AuditVerifier verifier) : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Records;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttentionItem>> ReadAsync(
        AttentionContext context, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AttentionItem>>(
        verifier.State.BrokenAt is { } broken && context.Actor.May(Permission.Read)
            ? [new(FleetIcons.Error, $"Entry {Number(broken)} of the audit was changed, or one before it is missing",
                "Compare the audit with a backup.", $"audit?id={broken}", "Open")]
            : []);
}
