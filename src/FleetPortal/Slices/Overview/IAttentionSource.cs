using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Overview;

/// <summary>
/// Adds entries to the list <i>To do</i> on the Overview. Slices register their implementations. The page shows them in the order of
/// <see cref="Order"/>.
/// </summary>
public interface IAttentionSource
{
    /// <summary>
    /// The position of the entries in the list: one of <see cref="AttentionOrder"/>, or a number between two of them. Sources with the same
    /// number
    /// keep the order of their slices.
    /// </summary>
    int Order { get; }

    /// <summary>Returns the current entries, most urgent first, or none if the actor may not read them.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>, if the source reads through a query that asks for the right.</exception>
    Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken);
}
