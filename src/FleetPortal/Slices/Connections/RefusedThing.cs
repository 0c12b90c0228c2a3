using FleetPortal.Components.Controls;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Connections;

/// <summary>
/// Adds an attention item to the Overview if a Thing was refused within the last day. A refused attempt of an unknown client belongs to no
/// Thing and needs no action.
/// </summary>
public sealed class RefusedThing : IAttentionSource
{
    // Older refusals are not an entry any more; they stay in the list of attempts.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public int Order => AttentionOrder.Refusals;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var newest = context.Refused.FirstOrDefault(attempt => attempt.ThingName is not null);
        return Task.FromResult<IReadOnlyList<AttentionItem>>(newest is not null && newest.At > context.Now - Lately
            ? [new(FleetIcons.Refused, $"{newest.ThingName} was refused",
                newest.Reason ?? "", $"connections/attempts?id={newest.Id}", "See why") { At = newest.At }]
            : []);
    }
}
