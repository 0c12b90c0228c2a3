using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Things use their own topics only.</summary>
internal sealed class TopicsFollowTheConvention : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.4-b", "1.1.4", "Topics follow the convention",
        "Use a consistent naming convention that maps your device identity to the MQTT topics",
        "Counts the Things that used a topic since the start of the portal, and those of them that were refused none. A Thing may use "
            + "fleet/{type}/{ThingName}/… alone.",
        "Thing with traffic", "Things with traffic", "refused on a topic", new Remedy("Open connections", "connections"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var refused = context.Refusals.Where(thing => thing.Count > 0)
            .OrderByDescending(thing => thing.Count).ThenBy(thing => thing.ThingName, StringComparer.Ordinal).ToList();
        return new Measurement(context.Refusals.Count, context.Refusals.Count - refused.Count, new Dictionary<string, object>
        {
            ["thingsWithTraffic"] = context.Refusals.Count,
            ["thingsRefusedOnATopic"] = refused.Count,
            ["refusals"] = refused.Sum(thing => thing.Count),
            ["followedTopicsAtMost"] = TopicActivity.MaxTopics,
        })
        {
            Offenders = [.. refused.Take(Measurement.MaxOffenders).Select(thing => new Offender(thing.ThingName, true,
                FormattableString.Invariant($"was refused {thing.Count:N0} times on topics that are not its own"), null))],
            Note = "Counted in memory since the start of the portal, so the count begins again with each start.",
        };
    }
}
