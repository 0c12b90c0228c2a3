namespace FleetPortal.Fleet.Topics;

/// <summary>
/// All subscriptions as a tree of topic levels. A lookup takes time in proportion to the levels of the topic, not to the number of
/// sessions. Bounded by the subscriptions of sessions, by the levels of a filter (<see cref="TopicLimits"/>) and by <see cref="MaxNodes"/>.
/// The subscriptions of a session are removed with it. Thread-safe.
/// </summary>
public sealed class TopicFilterTrie : IDisposable
{
    /// <summary>The number of nodes from which on new subscriptions are refused. A node takes about 150 octets of memory.</summary>
    public const int MaxNodes = 2_000_000;

    private readonly Node _root = new();
    private int _nodes;
    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>Whether no more subscriptions may be added.</summary>
    public bool IsFull => Volatile.Read(ref _nodes) >= MaxNodes;

    /// <summary>The number of nodes. A node is one level of one or more filters.</summary>
    public int Nodes => Volatile.Read(ref _nodes);

    /// <summary>The number of subscriptions.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a subscription. Adding the same one again has no effect.</summary>
    public void Add(TopicFilter filter, string subscriber)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _lock.EnterWriteLock();
        try
        {
            var node = _root;
            foreach (var level in filter.Levels)
            {
                node = node.Find(level) ?? Grow(node, level);
            }

            Count += (node.Subscribers ??= new HashSet<string>(StringComparer.Ordinal)).Add(subscriber) ? 1 : 0;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes a subscription and the nodes that no other subscription needs.</summary>
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

    /// <summary>Returns whether any subscription matches a topic.</summary>
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

    /// <summary>Adds the client identifiers whose subscriptions match a topic to <paramref name="subscribers"/>.</summary>
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
        if (wildcards && node.Find("#") is { Subscribers: { } rest })
        {
            subscribers.UnionWith(rest);
        }

        if (depth == levels.Length)
        {
            subscribers.UnionWith(node.Subscribers ?? []);
            return;
        }

        if (node.Find(levels[depth]) is { } exact)
        {
            Collect(exact, levels, depth + 1, subscribers);
        }

        if (wildcards && node.Find("+") is { } one)
        {
            Collect(one, levels, depth + 1, subscribers);
        }
    }

    private static bool AnyMatch(Node node, string[] levels, int depth)
    {
        // Wildcards do not reach topics that begin with $ (MQTT 5 §4.7.2).
        var wildcards = depth > 0 || !levels[0].StartsWith('$');
        if (wildcards && node.Find("#") is { Subscribers.Count: > 0 })
        {
            return true;
        }

        if (depth == levels.Length)
        {
            return node.Subscribers is { Count: > 0 };
        }

        return (node.Find(levels[depth]) is { } exact && AnyMatch(exact, levels, depth + 1))
            || (wildcards && node.Find("+") is { } one && AnyMatch(one, levels, depth + 1));
    }

    private Node Grow(Node node, string level)
    {
        var child = new Node();
        (node.Children ??= new Dictionary<string, Node>(StringComparer.Ordinal)).Add(level, child);
        _nodes++;
        return child;
    }

    private bool Remove(Node node, IReadOnlyList<string> levels, int depth, string subscriber)
    {
        if (depth == levels.Count)
        {
            Count -= node.Subscribers?.Remove(subscriber) ?? false ? 1 : 0;
        }
        else if (node.Find(levels[depth]) is { } child && Remove(child, levels, depth + 1, subscriber))
        {
            node.Children!.Remove(levels[depth]);
            _nodes--;
        }

        return node is { Subscribers: null or { Count: 0 }, Children: null or { Count: 0 } };
    }

    /// <summary>
    /// One level. Most nodes have at most one child and no subscriber, so the collections are created when they are needed.
    /// </summary>
    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; set; }

        public HashSet<string>? Subscribers { get; set; }

        /// <summary>Returns the node of a child level; null for none.</summary>
        public Node? Find(string level) => Children is { } children && children.TryGetValue(level, out var child) ? child : null;
    }
}
