using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Overview;

/// <summary>For whom, and when, attention items are read.</summary>
/// <param name="Day">A day as the viewer reads it.</param>
public sealed record AttentionContext(Actor Actor, DateTimeOffset Now, Func<DateTimeOffset, string> Day);

/// <summary>Adds entries to the list <i>To do</i> of the Overview. Slices register theirs.</summary>
public interface IAttentionSource
{
    /// <summary>The entries now; none if the actor may not read them.</summary>
    Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken);
}
