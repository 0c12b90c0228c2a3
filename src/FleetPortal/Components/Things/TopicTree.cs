using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Components.Things;

/// <summary>Whether a topic is allowed, and whether it was seen.</summary>
public sealed record TopicPermission(string Class, string Icon, string Words);

/// <summary>One line of the tree.</summary>
/// <param name="Topic">The whole topic, which is the line's key.</param>
/// <param name="Level">Its last level.</param>
/// <param name="Depth">0 for a channel.</param>
/// <param name="State">What was seen; null for a branch.</param>
/// <param name="Permission">Null for a branch.</param>
public sealed record TopicTreeRow(string Topic, string Level, int Depth, TopicState? State, TopicPermission? Permission);

/// <summary>Flattens the topics of one Thing into the lines of a tree: its channels, used or not, and what was seen or refused below and beside them.</summary>
public static class TopicTree
{
    private static readonly TopicPermission Seen = new("active", FleetIcons.Active, "May publish, used");
    private static readonly TopicPermission Unused = new("offline", FleetIcons.NotReached, "May publish, not used yet");
    private static readonly TopicPermission Reads = new("offline", FleetIcons.NotReached, "May subscribe");
    private static readonly TopicPermission Refused = new("refused", FleetIcons.Refused, "Refused");

    /// <summary>The lines, top down.</summary>
    public static IReadOnlyList<TopicTreeRow> Rows(TopicPolicy policy, IReadOnlyList<TopicState> topics)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(topics);
        var rows = new List<TopicTreeRow>();
        foreach (var filter in policy.PublishFilters.Concat(policy.SubscribeFilters))
        {
            var channel = filter.EndsWith("/#", StringComparison.Ordinal) ? filter[..^2] : filter;
            var own = topics.Where(topic => topic.Topic == channel || topic.Topic.StartsWith(channel + "/", StringComparison.Ordinal)).ToList();
            var direct = own.FirstOrDefault(topic => topic.Topic == channel);
            var idle = policy.PublishFilters.Contains(filter) ? Unused : Reads;
            rows.Add(new TopicTreeRow(channel, channel[(policy.Prefix.Length + 1)..], 0, direct, own.Count == 0 ? idle : direct is null ? null : PermissionOf(direct)));
            AddBelow(rows, channel, own);
        }

        rows.AddRange(topics.Where(topic => !topic.Topic.StartsWith(policy.Prefix + "/", StringComparison.Ordinal))
            .Select(topic => new TopicTreeRow(topic.Topic, topic.Topic, 0, topic, PermissionOf(topic))));
        return rows;
    }

    private static void AddBelow(List<TopicTreeRow> rows, string channel, List<TopicState> own)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal) { channel };
        foreach (var topic in own.Where(topic => topic.Topic != channel))
        {
            var levels = topic.Topic[(channel.Length + 1)..].Split('/');
            for (var depth = 1; depth <= levels.Length; depth++)
            {
                var path = $"{channel}/{string.Join('/', levels.Take(depth))}";
                if (shown.Add(path))
                {
                    var state = own.FirstOrDefault(other => other.Topic == path);
                    rows.Add(new TopicTreeRow(path, levels[depth - 1], depth, state, state is null ? null : PermissionOf(state)));
                }
            }
        }
    }

    private static TopicPermission PermissionOf(TopicState topic) => topic.Messages > 0 ? Seen : Refused;
}
