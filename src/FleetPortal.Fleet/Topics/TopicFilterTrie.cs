namespace FleetPortal.Fleet.Topics;

/// <summary>
/// Who subscribes to what, as a tree of levels: asking whether anybody listens costs the depth of the topic, not the
/// number of sessions. Bounded by the subscriptions of live sessions; a session's entries leave with it.
/// Thread-safe.
/// </summary>
public sealed class TopicFilterTrie : IDisposable
{
    private readonly Node _root = new();
    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>How many subscriptions are held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a subscription; adding it twice is adding it once.</summary>
    public void Add(TopicFilter filter, string subscriber)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _lock.EnterWriteLock();
        try
        {
            var node = _root;
            foreach (var level in filter.Levels)
            {
                node = node.Children.TryGetValue(level, out var child) ? child : node.Children[level] = new Node();
            }

            Count += node.Subscribers.Add(subscriber) ? 1 : 0;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes a subscription and the branches that it alone kept.</summary>
    public void Remove(TopicFilter filter, string subscriber)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _lock.EnterWriteLock();
        try
        {
            Remove(_root, filter.Levels, 0, subscriber);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Whether anybody listens to a topic.</summary>
    public bool AnyMatch(TopicName topic)
    {
        _lock.EnterReadLock();
        try
        {
            return AnyMatch(_root, topic.Levels, 0);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Adds the client identifiers of those who listen to a topic.</summary>
    public void CollectMatches(TopicName topic, ISet<string> subscribers)
    {
        ArgumentNullException.ThrowIfNull(subscribers);
        _lock.EnterReadLock();
        try
        {
            Collect(_root, topic.Levels, 0, subscribers);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void Collect(Node node, string[] levels, int depth, ISet<string> subscribers)
    {
        // Wildcards do not reach topics that begin with $ (MQTT 5 §4.7.2).
        var wildcards = depth > 0 || !levels[0].StartsWith('$');
        if (wildcards && node.Children.TryGetValue("#", out var rest))
        {
            subscribers.UnionWith(rest.Subscribers);
        }

        if (depth == levels.Length)
        {
            subscribers.UnionWith(node.Subscribers);
            return;
        }

        if (node.Children.TryGetValue(levels[depth], out var exact))
        {
            Collect(exact, levels, depth + 1, subscribers);
        }

        if (wildcards && node.Children.TryGetValue("+", out var one))
        {
            Collect(one, levels, depth + 1, subscribers);
        }
    }

    private static bool AnyMatch(Node node, string[] levels, int depth)
    {
        // Wildcards do not reach topics that begin with $ (MQTT 5 §4.7.2).
        var wildcards = depth > 0 || !levels[0].StartsWith('$');
        if (wildcards && node.Children.TryGetValue("#", out var rest) && rest.Subscribers.Count > 0)
        {
            return true;
        }

        if (depth == levels.Length)
        {
            return node.Subscribers.Count > 0;
        }

        return (node.Children.TryGetValue(levels[depth], out var exact) && AnyMatch(exact, levels, depth + 1))
            || (wildcards && node.Children.TryGetValue("+", out var one) && AnyMatch(one, levels, depth + 1));
    }

    private bool Remove(Node node, IReadOnlyList<string> levels, int depth, string subscriber)
    {
        if (depth == levels.Count)
        {
            Count -= node.Subscribers.Remove(subscriber) ? 1 : 0;
        }
        else if (node.Children.TryGetValue(levels[depth], out var child) && Remove(child, levels, depth + 1, subscriber))
        {
            node.Children.Remove(levels[depth]);
        }

        return node.Subscribers.Count == 0 && node.Children.Count == 0;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Subscribers { get; } = new(StringComparer.Ordinal);
    }
}
