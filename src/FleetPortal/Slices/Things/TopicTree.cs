using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Slices.Things;

/// <summary>One row of the topic tree.</summary>
/// <param name="Topic">The whole topic, which is the key of the row.</param>
/// <param name="Level">The last level of the topic.</param>
/// <param name="Depth">The depth below the channel; 0 for a channel.</param>
/// <param name="State">The use of the topic; null if only topics below it were used.</param>
/// <param name="Permission">Whether the Thing may use the topic, and does; null for a row that is only a branch.</param>
public sealed record TopicTreeRow(string Topic, string Level, int Depth, TopicState? State, StatusTone? Permission);

/// <summary>
/// Converts the topics of one Thing to the rows of a tree: all channels of its policy, the used topics below them, and refused topics
/// elsewhere.
/// </summary>
public static class TopicTree
{
    /// <summary>The largest number of rows. Every change renders all rows again.</summary>
    public const int MaxRows = 400;

    /// <summary>
    /// Returns the rows from top to bottom, at most <see cref="MaxRows"/>. The running time is linear in the length of the topics.
    /// </summary>
    public static IReadOnlyList<TopicTreeRow> Rows(ThingTopicPolicy policy, IReadOnlyList<TopicState> topics)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(topics);
        var states = topics.ToDictionary(topic => topic.Topic, StringComparer.Ordinal);
        var rows = new List<TopicTreeRow>();
        foreach (var filter in policy.PublishFilters.Concat(policy.SubscribeFilters))
        {
            var channel = filter.EndsWith("/#", StringComparison.Ordinal) ? filter[..^2] : filter;
            var below = topics.Where(topic => topic.Topic.StartsWith(channel + "/", StringComparison.Ordinal)).ToList();
            var direct = states.GetValueOrDefault(channel);
            var idle = policy.PublishFilters.Contains(filter) ? StatusTones.TopicNotUsed : StatusTones.TopicSubscribed;
            var permission = direct is not null ? PermissionOf(direct) : below.Count == 0 ? idle : null;
            rows.Add(new TopicTreeRow(channel, channel[(policy.Prefix.Length + 1)..], 0, direct, permission));
            AddBelow(rows, channel, below, states);
        }

        rows.AddRange(topics.Where(topic => !topic.Topic.StartsWith(policy.Prefix + "/", StringComparison.Ordinal))
            .Select(topic => new TopicTreeRow(topic.Topic, topic.Topic, 0, topic, PermissionOf(topic))));
        return rows.Count > MaxRows ? rows[..MaxRows] : rows;
    }

    private static void AddBelow(List<TopicTreeRow> rows, string channel, List<TopicState> below, Dictionary<string, TopicState> states)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var topic in below.Select(state => state.Topic))
        {
            var start = channel.Length + 1;
            for (var depth = 1; start <= topic.Length && rows.Count < MaxRows; depth++)
            {
                var slash = topic.IndexOf('/', start);
                var end = slash < 0 ? topic.Length : slash;
                var path = topic[..end];
                if (shown.Add(path))
                {
                    var state = states.GetValueOrDefault(path);
                    rows.Add(new TopicTreeRow(path, topic[start..end], depth, state, state is null ? null : PermissionOf(state)));
                }

                start = end + 1;
            }
        }
    }

    private static StatusTone PermissionOf(TopicState topic) => topic.Messages > 0 ? StatusTones.TopicInUse : StatusTones.TopicRefused;
}
