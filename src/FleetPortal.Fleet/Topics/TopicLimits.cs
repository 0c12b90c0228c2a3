using System.Text;

namespace FleetPortal.Fleet.Topics;

/// <summary>
/// How long a topic name or filter may be. MQTT allows 65,535 octets (MQTT 5 §4.7.3), in as many levels; each level of a
/// filter is a node in memory, and each level of a topic a line on a page.
/// </summary>
/// <param name="Levels">The most levels; <c>$share/GROUP</c> in front of a filter does not count.</param>
/// <param name="Octets">The most octets in UTF-8.</param>
public sealed record TopicLimits(int Levels, int Octets)
{
    /// <summary>32 levels and 1,024 octets.</summary>
    public static TopicLimits Default { get; } = new(32, 1_024);

    private const string SharePrefix = "$share/";

    /// <summary>What is too long about a topic, in words; null where it keeps to the limits.</summary>
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

        // A share prefix is two levels that are not part of the filter.
        var levels = topic.AsSpan().Count('/') + 1 - (topic.StartsWith(SharePrefix, StringComparison.Ordinal) ? 2 : 0);
        return levels > Levels ? $"the topic has {levels} levels, and {Levels} is the limit (Limits:TopicLevels)" : null;
    }
}
