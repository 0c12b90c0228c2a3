using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Authorities;

/// <summary>Adds an attention item to the Overview if no authority can issue certificates.</summary>
internal sealed class NoIssuer(AuthorityQueries authorities) : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Issuing;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken) =>
        await authorities.AnySignsAsync(context.Actor, cancellationToken)
            ? []
            : [
                new(
                    FleetIcons.Authority, "No authority can issue certificates",
                    "The default issuer is disabled or has expired, so nothing is issued or renewed. Enable it, or make another "
                        + "one the default.", "authorities", "Open"),
            ];
}
