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

    /// <summary>Adds a subscription. Adding an equal one again has no effect.</summary>
    public void Add(TopicFilter filter, ITopicSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(subscriber);
        _lock.EnterWriteLock();
        try
        {
            var node = _root;
            foreach (var level in filter.Levels)
            {
                node = node.Find(level) ?? Grow(node, level);
            }

            Count += node.Add(subscriber) ? 1 : 0;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes a subscription and the nodes that no other subscription needs.</summary>
    public void Remove(TopicFilter filter, ITopicSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(subscriber);
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
            var text = topic.ToString();
            return Visit(_root, text, 0, text.StartsWith('$'), null);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Adds the subscriptions that match a topic to <paramref name="subscribers"/>, each once for each filter.</summary>
    public void CollectMatches(TopicName topic, ICollection<ITopicSubscriber> subscribers)
    {
        ArgumentNullException.ThrowIfNull(subscribers);
        _lock.EnterReadLock();
        try
        {
            var text = topic.ToString();
            Visit(_root, text, 0, text.StartsWith('$'), subscribers);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Adds the client identifiers whose subscriptions match a topic to <paramref name="clients"/>.</summary>
    public void CollectClients(TopicName topic, ISet<string> clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        var matches = new List<ITopicSubscriber>();
        CollectMatches(topic, matches);
        clients.UnionWith(matches.Select(match => match.ClientId));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>Walks the levels from <paramref name="start"/> on. Without a collection, the first match ends the walk.</summary>
    private static bool Visit(Node node, string topic, int start, bool isReserved, ICollection<ITopicSubscriber>? found)
    {
        // Wildcards in the first level do not reach topics that begin with $ (MQTT 5 §4.7.2).
        var wildcards = start > 0 || !isReserved;
        if (wildcards && node.Find("#") is { } rest && rest.CopyTo(found) && found is null)
        {
            return true;
        }

        if (start > topic.Length)
        {
            return node.CopyTo(found) && found is null;
        }

        var end = topic.IndexOf('/', start);
        var level = topic.AsSpan(start, (end < 0 ? topic.Length : end) - start);
        var next = end < 0 ? topic.Length + 1 : end + 1;
        return (node.Find(level) is { } exact && Visit(exact, topic, next, isReserved, found))
            || (wildcards && node.Find("+") is { } one && Visit(one, topic, next, isReserved, found));
    }

    private Node Grow(Node node, string level)
    {
        var child = new Node();
        node.Grow(level, child);
        _nodes++;
        return child;
    }

    private bool Remove(Node node, IReadOnlyList<string> levels, int depth, ITopicSubscriber subscriber)
    {
        if (depth == levels.Count)
        {
            Count -= node.Remove(subscriber) ? 1 : 0;
        }
        else if (node.Find(levels[depth]) is { } child && Remove(child, levels, depth + 1, subscriber))
        {
            node.Cut(levels[depth]);
            _nodes--;
        }

        return node.IsEmpty;
    }

    /// <summary>
    /// One level. Most nodes have at most one child and one subscriber, so the collections are created when they are needed.
    /// </summary>
    private sealed class Node
    {
        private static readonly HashSet<ITopicSubscriber> Nobody = [];

        private Dictionary<string, Node>? _children;
        private ITopicSubscriber? _first;
        private HashSet<ITopicSubscriber>? _more;

        public bool IsEmpty => _first is null && _more is not { Count: > 0 } && _children is not { Count: > 0 };

        /// <summary>Returns the node of a child level; null for none.</summary>
        public Node? Find(ReadOnlySpan<char> level) =>
            _children is { } children && children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child) ? child : null;

        public void Grow(string level, Node child) =>
            (_children ??= new Dictionary<string, Node>(StringComparer.Ordinal)).Add(level, child);

        public void Cut(string level) => _children!.Remove(level);

        public bool Add(ITopicSubscriber subscriber)
        {
            if (_first is null && _more is null)
            {
                _first = subscriber;
                return true;
            }

            if (subscriber.Equals(_first))
            {
                return false;
            }

            return (_more ??= []).Add(subscriber);
        }

        public bool Remove(ITopicSubscriber subscriber)
        {
            if (subscriber.Equals(_first))
            {
                _first = null;
                return true;
            }

            var removed = _more?.Remove(subscriber) ?? false;
            if (_more is { Count: 0 })
            {
                _more = null;
            }

            return removed;
        }

        /// <summary>Adds the subscribers to a collection, if there is one. Returns whether there are any.</summary>
        public bool CopyTo(ICollection<ITopicSubscriber>? found)
        {
            if (found is not null)
            {
                if (_first is not null)
                {
                    found.Add(_first);
                }

                foreach (var subscriber in _more ?? Nobody)
                {
                    found.Add(subscriber);
                }
            }

            return _first is not null || _more is { Count: > 0 };
        }
    }
}
