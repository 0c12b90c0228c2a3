using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Sessions;

/// <summary>
/// The retained messages by topic level, so that a subscription finds its messages without a look at all others. Bounded by
/// <see cref="RetainedQuota"/>. Thread-safe.
/// </summary>
internal sealed class RetainedTree
{
    private readonly Lock _lock = new();
    private readonly Node _root = new();

    /// <summary>The number of retained messages.</summary>
    public int Count { get; private set; }

    /// <summary>Stores the message of a topic in place of the one before.</summary>
    public void Set(Message message)
    {
        lock (_lock)
        {
            var node = _root;
            foreach (var level in message.Topic.Split('/'))
            {
                node.Children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
                if (!node.Children.TryGetValue(level, out var child))
                {
                    node.Children.Add(level, child = new Node());
                }

                node = child;
            }

            Count += node.Message is null ? 1 : 0;
            node.Message = message;
        }
    }

    /// <summary>Removes the message of a topic.</summary>
    public void Remove(string topic)
    {
        lock (_lock)
        {
            Remove(_root, topic.Split('/'), 0);
        }
    }

    /// <summary>The messages whose topics match a filter and that have not expired.</summary>
    public IReadOnlyList<Message> Matching(TopicFilter filter, DateTimeOffset now)
    {
        var found = new List<Message>();
        lock (_lock)
        {
            Collect(_root, filter.Levels, 0, found);
        }

        found.RemoveAll(message => message.SecondsLeft(now) is 0);
        return found;
    }

    private static void Collect(Node node, IReadOnlyList<string> levels, int depth, List<Message> found)
    {
        if (depth == levels.Count)
        {
            Add(node, found);
            return;
        }

        foreach (var child in node.Of(levels[depth], depth))
        {
            if (levels[depth] == "#")
            {
                CollectAll(child, found);
            }
            else
            {
                Collect(child, levels, depth + 1, found);
            }
        }

        if (levels[depth] == "#" && depth > 0)
        {
            // "sport/#" also matches "sport" (MQTT 5 §4.7.1.2).
            Add(node, found);
        }
    }

    private static void CollectAll(Node node, List<Message> found)
    {
        Add(node, found);
        foreach (var child in node.Children?.Values ?? Enumerable.Empty<Node>())
        {
            CollectAll(child, found);
        }
    }

    private static void Add(Node node, List<Message> found)
    {
        if (node.Message is { } message)
        {
            found.Add(message);
        }
    }

    private bool Remove(Node node, string[] levels, int depth)
    {
        if (depth == levels.Length)
        {
            Count -= node.Message is null ? 0 : 1;
            node.Message = null;
        }
        else if (node.Children?.GetValueOrDefault(levels[depth]) is { } child && Remove(child, levels, depth + 1))
        {
            node.Children.Remove(levels[depth]);
        }

        return node is { Message: null, Children: null or { Count: 0 } };
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; set; }

        public Message? Message { get; set; }

        /// <summary>The children that one level of a filter matches. Wildcards do not reach topics that begin with $ (§4.7.2).</summary>
        public IEnumerable<Node> Of(string level, int depth) => Children is null ? []
            : level is "+" or "#" ? Children.Where(pair => depth > 0 || !pair.Key.StartsWith('$')).Select(pair => pair.Value)
            : Children.TryGetValue(level, out var child) ? [child] : [];
    }
}
