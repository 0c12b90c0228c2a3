using System.Collections.Concurrent;
using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Sessions;

/// <summary>
/// All MQTT sessions, connected or not. Bounded by the connections, by <see cref="BrokerLimits.DurableSessions"/> and by the expiry of each
/// session. Two connections with one client identifier are serialised by the caller. Thread-safe.
/// </summary>
internal sealed class SessionTable(
    BrokerLimits limits, SessionJournal journal, ISessionStore store, TopicFilterTrie trie, TopicLimits topics, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly QueueBudget _budget = new(limits.QueuedOctets);
    private readonly DurablePlaces _places = new(limits);

    // One entry for each application whose instances had a session since the start.
    private readonly ConcurrentDictionary<string, QueueBudget> _ofApplications = new(StringComparer.Ordinal);

    /// <summary>What happens with the deliveries of a session that has ended. The dispatcher sets it.</summary>
    public Action<IReadOnlyList<Delivery>> Undelivered { get; set; } = _ => { };

    /// <summary>What happens when a session ends. The wills of sessions that wait for their delay are published.</summary>
    public Action<Session> Ended { get; set; } = _ => { };

    /// <summary>The octets that are queued for all sessions.</summary>
    public long QueuedOctets => _budget.Octets;

    /// <summary>The number of sessions.</summary>
    public int Count => _sessions.Count;

    /// <summary>The sessions, in no order.</summary>
    public IEnumerable<Session> All => _sessions.Values;

    /// <summary>The session of a client identifier; null if there is none.</summary>
    public Session? Find(string clientId) => _sessions.GetValueOrDefault(clientId);

    /// <summary>
    /// Begins or resumes a session (MQTT-3.1.2-4 to -6). Completes when the change is on the disk.
    /// </summary>
    /// <returns>The session, and whether it existed before.</returns>
    public async Task<(Session Session, bool Present)> OpenAsync(string clientId, bool cleanStart, uint expiry)
    {
        var existing = Find(clientId);
        if (existing is not null
            && (cleanStart || existing.IsExpired(time.GetUtcNow()) || existing.Expiry == 0 || !existing.TryResume()))
        {
            await EndAsync(existing);
            existing = null;
        }

        var session = existing ?? Create(clientId);
        try
        {
            await SetExpiryAsync(session, expiry);
        }
        catch when (existing is not null)
        {
            // The disk did not take it, so the client is refused. The session waits for its expiry again; without one it ends.
            existing.Suspend();
            await (existing.IsDurable ? Task.CompletedTask : EndAsync(existing));
            throw;
        }

        _sessions[clientId] = session;
        return (session, existing is not null);
    }

    /// <summary>
    /// Notes that a connection has ended, or was refused after its session was opened. The session ends too, unless it has an expiry.
    /// </summary>
    /// <param name="session">The session of the connection.</param>
    /// <param name="receiver">The connection.</param>
    /// <param name="mayStay">False ends the session in any case: its client may no longer receive what it would still queue.</param>
    public async Task CloseAsync(Session session, IMessageReceiver receiver, bool mayStay)
    {
        session.Detach(receiver);
        if (session.IsConnected || session.HasEnded)
        {
            return;
        }

        if (session.Expiry == 0 || !mayStay)
        {
            await EndAsync(session);
        }
        else
        {
            var changes = new List<SessionChange> { new SessionSaved(session.ClientId, session.Expiry, session.EndedAt) };
            var dropped = session.DroppedToStore();
            if (dropped is not null)
            {
                changes.Add(new SessionDropped(session.ClientId, dropped.Value));
            }

            await journal.AppendAsync(changes);
            if (dropped is { } stored)
            {
                session.DroppedIsStored(stored);
            }
        }
    }

    /// <summary>
    /// Changes the expiry of a session: DISCONNECT may do so (MQTT 5 §3.14.2.2.2). A session that got no place keeps the expiry 0, which
    /// CONNACK has told.
    /// </summary>
    public Task ChangeExpiryAsync(Session session, uint expiry) =>
        session.IsDurable ? SetExpiryAsync(session, expiry) : Task.CompletedTask;

    /// <summary>Ends a session and removes it from the disk. Completes when that is done.</summary>
    public async Task EndAsync(Session session)
    {
        if (!_sessions.TryRemove(KeyValuePair.Create(session.ClientId, session)))
        {
            return;
        }

        foreach (var subscription in session.Subscriptions)
        {
            trie.Remove(subscription.Filter, subscription);
        }

        var undelivered = session.End();
        Undelivered(undelivered);
        Ended(session);
        var changes = new List<SessionChange>();
        if (session.IsDurable)
        {
            _places.Return(session.ClientId);
            changes.Add(new SessionDeleted(session.ClientId));
        }

        // Messages can be on the disk although the session no longer is: DISCONNECT may set its expiry to 0.
        foreach (var delivery in undelivered)
        {
            SessionJournal.ForgetMessage(delivery, changes);
        }

        if (changes.Count > 0)
        {
            await journal.AppendAsync(changes);
        }
    }

    /// <summary>Adds a subscription to a session. Returns whether it is new.</summary>
    public bool Subscribe(Session session, Subscription subscription, List<SessionChange> changes)
    {
        var before = session.Add(subscription);
        trie.Add(subscription.Filter, subscription);
        if (before is not null)
        {
            trie.Remove(before.Filter, before);
        }

        if (session.IsDurable)
        {
            changes.Add(new SubscriptionSaved(
                session.ClientId, subscription.Filter.Text, OptionsOf(subscription.Request), subscription.Identifier));
        }

        return before is null;
    }

    /// <summary>Removes a subscription of a session. Returns whether there was one.</summary>
    public bool Unsubscribe(Session session, string filter, List<SessionChange> changes)
    {
        if (session.Remove(filter) is not { } removed)
        {
            return false;
        }

        trie.Remove(removed.Filter, removed);
        if (session.IsDurable)
        {
            changes.Add(new SubscriptionDeleted(session.ClientId, filter));
        }

        return true;
    }

    /// <summary>
    /// Ends sessions that have expired, drops messages that are too old, and stores how many messages durable sessions have dropped: once
    /// for all that were dropped since the last round, so that a full queue costs no further write for each message.
    /// </summary>
    public async Task SweepAsync()
    {
        var now = time.GetUtcNow();
        var dropped = new List<(Session Session, long Count)>();
        foreach (var session in _sessions.Values)
        {
            if (session.IsExpired(now))
            {
                await EndAsync(session);
            }
            else
            {
                session.DropOld(now);
                if (session.DroppedToStore() is { } count)
                {
                    dropped.Add((session, count));
                }
            }
        }

        if (dropped.Count > 0)
        {
            await journal.AppendAsync([.. dropped.Select(one => new SessionDropped(one.Session.ClientId, one.Count))]);
            dropped.ForEach(one => one.Session.DroppedIsStored(one.Count));
        }
    }

    /// <summary>Loads the sessions that were stored. Those that were connected count as ended now.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(cancellationToken);
        journal.StartAfter(stored.Messages.Count == 0 ? 0 : stored.Messages.Keys.Max());
        var messages = stored.Messages.ToDictionary(pair => pair.Key, pair => StoredMessages.Restore(pair.Value));
        foreach (var one in stored.Sessions)
        {
            var session = Create(one.Session.ClientId);
            session.Restore((uint)one.Session.ExpiresAfter, one.Session.EndedAt ?? time.GetUtcNow(),
                StoredMessages.Deliveries(one, messages), one.Received.Select(id => (ushort)id), one.Dropped);
            _sessions[session.ClientId] = session;
            _places.Take(session.ClientId);
            foreach (var saved in one.Subscriptions)
            {
                if (topics.Excess(saved.Filter) is null && TopicFilter.TryParse(saved.Filter, out var filter))
                {
                    var subscription = new Subscription(session, filter!, RequestOf(saved), (uint)saved.Identifier);
                    session.Add(subscription);
                    trie.Add(filter!, subscription);
                }
            }
        }
    }

    private Session Create(string clientId) => new(clientId, limits, BudgetOf(clientId), journal, time);

    private QueueBudget BudgetOf(string clientId) => ClientNames.ApplicationOf(clientId) is { } application
        ? _ofApplications.GetOrAdd(application, _ => new QueueBudget(limits.QueuedOctetsPerApplication, _budget)) : _budget;

    private static int OptionsOf(SubscriptionRequest request) => (int)request.QualityOfService | (request.NoLocal ? 0x04 : 0)
        | (request.RetainAsPublished ? 0x08 : 0) | ((int)request.RetainHandling << 4);

    private static SubscriptionRequest RequestOf(SubscriptionSaved saved) => new(saved.Filter, (QualityOfService)(saved.Options & 3),
        (saved.Options & 0x04) != 0, (saved.Options & 0x08) != 0, (RetainHandling)((saved.Options >> 4) & 3));

    /// <summary>
    /// Stores the session and its subscriptions when it becomes durable, and removes them when it no longer is. It does not become durable
    /// without a place, nor if the disk does not take it.
    /// </summary>
    private async Task SetExpiryAsync(Session session, uint expiry)
    {
        var before = session.Expiry;
        session.Expiry = expiry > 0 && before == 0 && !_places.TryTake(session.ClientId) ? 0 : expiry;
        if (session.Expiry == 0)
        {
            if (before > 0)
            {
                _places.Return(session.ClientId);
                await journal.AppendAsync([new SessionDeleted(session.ClientId)]);
            }

            return;
        }

        try
        {
            await journal.AppendAsync([new SessionSaved(session.ClientId, expiry, null)]);
        }
        catch
        {
            session.Expiry = before;
            if (before == 0)
            {
                _places.Return(session.ClientId);
            }

            throw;
        }
    }
}
