using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Slices.Overview;

/// <summary>The parameters of reading attention items, and the data that the Overview has read already.</summary>
/// <param name="Actor">The person who views the Overview.</param>
/// <param name="Now">The current time.</param>
/// <param name="Day">Formats a date in the time zone of the viewer.</param>
public sealed record AttentionContext(Actor Actor, DateTimeOffset Now, Func<DateTimeOffset, string> Day)
{
    /// <summary>The counts of Things and certificates.</summary>
    public required FleetCounts Counts { get; init; }

    /// <summary>The expiry warnings. Each Thing is in one of them only.</summary>
    public required IReadOnlyList<ExpiryWarning> Warnings { get; init; }

    /// <summary>The renewal storm, or null.</summary>
    public RenewalStorm? Storm { get; init; }

    /// <summary>The newest refused attempts, newest first.</summary>
    public required IReadOnlyList<AttemptView> Refused { get; init; }
}
