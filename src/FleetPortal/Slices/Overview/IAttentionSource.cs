using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Overview;

/// <summary>The parameters of reading attention items.</summary>
/// <param name="Actor">The person who views the Overview.</param>
/// <param name="Now">The current time.</param>
/// <param name="Day">Formats a date in the time zone of the viewer.</param>
public sealed record AttentionContext(Actor Actor, DateTimeOffset Now, Func<DateTimeOffset, string> Day);

/// <summary>Adds entries to the list <i>To do</i> on the Overview. Slices register their implementations.</summary>
public interface IAttentionSource
{
    /// <summary>Returns the current entries, or none if the actor may not read them.</summary>
    Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken);
}
