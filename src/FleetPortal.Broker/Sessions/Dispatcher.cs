using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Sessions;

/// <summary>
/// Gives a message to the sessions that subscribe to its topic. The work grows with the number of matches, not with the number of
/// sessions. Thread-safe.
/// </summary>
internal sealed class Dispatcher
{
    [ThreadStatic]
    private static List<ITopicSubscriber>? _matches;

    private readonly TopicFilterTrie _trie;
    private readonly SessionJournal _journal;
    private readonly TimeProvider _time;
    private int _turn;

    /// <summary>Creates the dispatcher, which takes over the shared deliveries of sessions that end.</summary>
    public Dispatcher(TopicFilterTrie trie, SessionJournal journal, SessionTable sessions, TimeProvider time)
    {
        (_trie, _journal, _time) = (trie, journal, time);
        sessions.Undelivered = Redeliver;
    }

    /// <summary>Delivers a message of the portal, and waits until it is on the disk where a session is durable.</summary>
    public async Task<Dispatched> DeliverAsync(Message message)
    {
        var changes = new List<SessionChange>();
        var waiting = new List<(Session Session, Delivery Delivery)>();
        var dispatched = Dispatch(message, changes, waiting);
        if (changes.Count > 0)
        {
            await StoreAsync(changes, waiting);
        }

        return dispatched;
    }

    /// <summary>Gives a message to its sessions. Deliveries to durable sessions wait until <see cref="StoreAsync"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="changes">Receives what has to be on the disk.</param>
    /// <param name="waiting">Receives the deliveries that wait for the disk.</param>
    public Dispatched Dispatch(Message message, List<SessionChange> changes, List<(Session Session, Delivery Delivery)> waiting)
    {
        if (!TopicName.TryParse(message.Topic, out var topic))
        {
            return Dispatched.Nobody;
        }

        var matches = _matches ??= [];
        matches.Clear();
        _trie.CollectMatches(topic, matches);
        if (matches.Count == 0)
        {
            return Dispatched.Nobody;
        }

        var result = Dispatched.Nobody;
        if (matches.Count == 1)
        {
            var only = (Subscription)matches[0];
            return IsOwn(only, message) ? result : Deliver(message, only.Session, [only], only.Group, changes, waiting);
        }

        var all = matches.Cast<Subscription>().Where(subscription => !IsOwn(subscription, message)).ToList();
        foreach (var session in all.Where(subscription => subscription.Group is null).GroupBy(subscription => subscription.Session))
        {
            result = Better(result, Deliver(message, session.Key, [.. session], null, changes, waiting));
        }

        foreach (var group in all.Where(subscription => subscription.Group is not null).GroupBy(subscription => subscription.Group))
        {
            result = Better(result, DeliverShared(message, [.. group], group.Key!, changes, waiting));
        }

        return result;
    }

    /// <summary>
    /// Puts deliveries on the disk, and sends them afterwards. Fails, and takes them back, if the disk does not take them.
    /// </summary>
    public async Task StoreAsync(IReadOnlyCollection<SessionChange> changes, IReadOnlyList<(Session Session, Delivery Delivery)> waiting)
    {
        try
        {
            await _journal.AppendAsync(changes);
        }
        catch
        {
            foreach (var (session, delivery) in waiting)
            {
                session.NotStored(delivery);
            }

            throw;
        }

        foreach (var (session, delivery) in waiting)
        {
            session.Stored(delivery);
        }
    }

    /// <summary>Sends a retained message to one new subscription (MQTT 5 §3.8.4).</summary>
    public void DeliverRetained(
        Message message, Subscription subscription, List<SessionChange> changes, List<(Session Session, Delivery Delivery)> waiting) =>
        Deliver(message.Again(), subscription.Session, [subscription], null, changes, waiting, retained: true);

    private static bool IsOwn(Subscription subscription, Message message) =>
        subscription.Request.NoLocal && subscription.ClientId == message.Publisher;

    private static Dispatched Better(Dispatched one, Dispatched other) => one > other ? one : other;

    private Dispatched DeliverShared(Message message, List<Subscription> members, string group,
        List<SessionChange> changes, List<(Session Session, Delivery Delivery)> waiting)
    {
        // In turn: first those that are connected and read fast enough, then those that are connected, then those that are not.
        var start = (int)((uint)Interlocked.Increment(ref _turn) % members.Count);
        var ordered = Enumerable.Range(0, members.Count).Select(i => members[(start + i) % members.Count])
            .OrderBy(member => member.Session.IsReady ? 0 : member.Session.IsConnected ? 1 : 2);
        var result = Dispatched.Nobody;
        foreach (var member in ordered)
        {
            result = Better(result, Deliver(message, member.Session, [member], group, changes, waiting));
            if (result > Dispatched.Full)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>One delivery to one session, at the highest quality of service of its matching subscriptions (MQTT 5 §3.3.4).</summary>
    private Dispatched Deliver(Message message, Session session, ReadOnlySpan<Subscription> matching, string? group,
        List<SessionChange> changes, List<(Session Session, Delivery Delivery)> waiting, bool retained = false)
    {
        var granted = QualityOfService.AtMostOnce;
        var asPublished = false;
        var count = 0;
        foreach (var subscription in matching)
        {
            granted = subscription.QualityOfService > granted ? subscription.QualityOfService : granted;
            asPublished |= subscription.Request.RetainAsPublished;
            count += subscription.Identifier > 0 ? 1 : 0;
        }

        var identifiers = count == 0 ? [] : new uint[count];
        foreach (var subscription in matching)
        {
            if (subscription.Identifier > 0)
            {
                identifiers[--count] = subscription.Identifier;
            }
        }

        var quality = message.QualityOfService < granted ? message.QualityOfService : granted;
        var retain = retained || (asPublished && message.Retain);
        var connected = session.IsConnected;
        if (quality == QualityOfService.AtMostOnce)
        {
            return session.Send(message, retain, identifiers) ? Dispatched.Delivered : connected ? Dispatched.Full : Dispatched.Nobody;
        }

        var delivery = new Delivery(message, quality, retain, identifiers, group) { QueuedAt = _time.GetUtcNow() };
        if (!session.Enqueue(delivery, changes))
        {
            return session.HasEnded ? Dispatched.Nobody : Dispatched.Full;
        }

        if (delivery.IsStored)
        {
            waiting.Add((session, delivery));
        }

        return connected ? Dispatched.Delivered : Dispatched.Queued;
    }

    /// <summary>
    /// Gives the shared messages of a session that has ended to other members: QoS 1, and QoS 2 that was not sent yet (MQTT-4.8.2-5).
    /// </summary>
    private void Redeliver(IReadOnlyList<Delivery> undelivered)
    {
        foreach (var delivery in undelivered)
        {
            if (delivery.Group is not { } group || !(delivery.QualityOfService == QualityOfService.AtLeastOnce
                || delivery is { State: DeliveryState.Queued or DeliveryState.Storing, IsDuplicate: false }))
            {
                continue;
            }

            var found = new List<ITopicSubscriber>();
            if (TopicName.TryParse(delivery.Message.Topic, out var topic))
            {
                _trie.CollectMatches(topic, found);
            }

            var members = found.Cast<Subscription>().Where(subscription => subscription.Group == group).ToList();
            if (members.Count == 0)
            {
                continue;
            }

            var changes = new List<SessionChange>();
            var waiting = new List<(Session Session, Delivery Delivery)>();
            DeliverShared(delivery.Message, members, group, changes, waiting);
            if (changes.Count > 0)
            {
                _ = ObserveAsync(StoreAsync(changes, waiting));
            }
        }
    }

    private static async Task ObserveAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>Where a message went.</summary>
internal enum Dispatched
{
    /// <summary>No session subscribes to it.</summary>
    Nobody,

    /// <summary>Sessions subscribe to it, but none could take it: their queues are full, or they read too slowly.</summary>
    Full,

    /// <summary>It waits for a session that is not connected.</summary>
    Queued,

    /// <summary>It was given to at least one connection.</summary>
    Delivered,
}
