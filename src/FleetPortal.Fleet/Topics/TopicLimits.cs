using System.Text;

namespace FleetPortal.Fleet.Topics;

/// <summary>
/// The limits of topic names and filters. MQTT allows 65,535 octets (MQTT 5 §4.7.3) with as many levels. Each level of a filter is a node
/// in memory, so the portal allows less.
/// </summary>
/// <param name="Levels">The maximum number of levels. The prefix <c>$share/GROUP/</c> of a filter does not count.</param>
/// <param name="Octets">The maximum length in octets of UTF-8.</param>
public sealed record TopicLimits(int Levels, int Octets)
{
    /// <summary>The default limits: 32 levels and 1,024 octets.</summary>
    public static TopicLimits Default { get; } = new(32, 1_024);

    private const string SharePrefix = "$share/";

    /// <summary>Returns the limit that a topic exceeds, as a sentence without a capital; null if it exceeds none.</summary>
    public string? Excess(string? topic)
    {
        if (topic is null)
        {
            return null;
        }

        if (topic.Length > Octets || Encoding.UTF8.GetByteCount(topic) > Octets)
        {
            return $"the topic has more than {Octets} octets, which is the limit (Limits:TopicOctets)";
        }

        // The prefix $share/GROUP/ is two levels that do not belong to the filter.
        var levels = topic.AsSpan().Count('/') + 1 - (topic.StartsWith(SharePrefix, StringComparison.Ordinal) ? 2 : 0);
        return levels > Levels ? $"the topic has {levels} levels, and {Levels} is the limit (Limits:TopicLevels)" : null;
    }
}
