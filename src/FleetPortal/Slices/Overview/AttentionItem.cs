using FleetPortal.Fleet.Waves;

namespace FleetPortal.Slices.Overview;

/// <summary>An entry of the list <i>To do</i> on the Overview.</summary>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Title">The problem with its count.</param>
/// <param name="Hint">The consequence or the next step.</param>
/// <param name="Address">The address of the page with the affected objects, or null.</param>
/// <param name="Link">The label of the link to that page.</param>
public sealed record AttentionItem(string Icon, string Title, string Hint, string? Address = null, string Link = "List")
{
    /// <summary>The Things whose rotation would solve the problem, or null.</summary>
    public WaveSelection? Rotate { get; init; }

    /// <summary>The number of days over which the rotation spreads the new expiry dates; null for no spreading.</summary>
    public int? SpreadDays { get; init; }

    /// <summary>When it happened; shown after the title.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When the job was started; shown after the hint.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
