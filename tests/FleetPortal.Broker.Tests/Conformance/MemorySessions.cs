using FleetPortal.Fleet.MqttSessions;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>
/// Stored sessions in memory, with the meaning of the database. It can be told to fail, and to hold a write until the test lets it go.
/// </summary>
internal sealed class MemorySessions : ISessionStore
{
    private readonly Dictionary<string, SessionSaved> _sessions = [];
    private readonly Dictionary<(string, string), SubscriptionSaved> _subscriptions = [];
    private readonly SortedDictionary<(string, long), (DeliverySaved Delivery, bool Released)> _deliveries = [];
    private readonly Dictionary<long, MessageSaved> _messages = [];
    private readonly HashSet<(string ClientId, int PacketId)> _received = [];
    private readonly Dictionary<string, long> _dropped = [];

    /// <summary>The disk is full: every write fails.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether a write fails that contains a change.</summary>
    public Func<SessionChange, bool> Refuses { get; set; } = _ => false;

    /// <summary>Every write waits for this task first.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The number of stored messages and deliveries.</summary>
    public (int Messages, int Deliveries) Count
    {
        get
        {
            lock (_sessions)
            {
                return (_messages.Count, _deliveries.Count);
            }
        }
    }

    /// <summary>The number of dropped messages that is stored for a session; 0 if none is.</summary>
    public long DroppedOf(string clientId)
    {
        lock (_sessions)
        {
            return _dropped.GetValueOrDefault(clientId);
        }
    }

    /// <summary>What is on the disk now, as a process finds it that starts after kill -9.</summary>
    public MemorySessions Copy()
    {
        var copy = new MemorySessions();
        lock (_sessions)
        {
            foreach (var (key, value) in _sessions)
            {
                copy._sessions.Add(key, value);
            }

            foreach (var (key, value) in _subscriptions)
            {
                copy._subscriptions.Add(key, value);
            }

            foreach (var (key, value) in _deliveries)
            {
                copy._deliveries.Add(key, value);
            }

            foreach (var (key, value) in _messages)
            {
                copy._messages.Add(key, value);
            }

            copy._received.UnionWith(_received);
            foreach (var (key, value) in _dropped)
            {
                copy._dropped.Add(key, value);
            }
        }

        return copy;
    }

    public async Task ApplyAsync(IReadOnlyList<SessionChange> changes, CancellationToken cancellationToken)
    {
        await Gate;
        if (IsFull || changes.Any(Refuses))
        {
            throw new IOException("The disk is full.");
        }

        lock (_sessions)
        {
            foreach (var change in changes)
            {
                Apply(change);
            }
        }
    }

    public Task<StoredSessions> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_sessions)
        {
            return Task.FromResult(new StoredSessions(
                [.. _sessions.Values.Select(session => new StoredSession(session,
                    [.. _subscriptions.Values.Where(x => x.ClientId == session.ClientId)],
                    [.. _deliveries.Values.Where(x => x.Delivery.ClientId == session.ClientId)],
                    [.. _received.Where(x => x.ClientId == session.ClientId).Select(x => x.PacketId)],
                    _dropped.GetValueOrDefault(session.ClientId)))],
                new Dictionary<long, MessageSaved>(_messages)));
        }
    }

    private void Apply(SessionChange change)
    {
        switch (change)
        {
            case SessionSaved x:
                _sessions[x.ClientId] = x;
                break;
            case SessionDropped x:
                _dropped[x.ClientId] = x.Count;
                break;
            case SessionDeleted x:
                _sessions.Remove(x.ClientId);
                _dropped.Remove(x.ClientId);
                _received.RemoveWhere(received => received.ClientId == x.ClientId);
                foreach (var key in _subscriptions.Keys.Where(key => key.Item1 == x.ClientId).ToList())
                {
                    _subscriptions.Remove(key);
                }

                foreach (var key in _deliveries.Keys.Where(key => key.Item1 == x.ClientId).ToList())
                {
                    _deliveries.Remove(key);
                }

                break;
            case SubscriptionSaved x:
                _subscriptions[(x.ClientId, x.Filter)] = x;
                break;
            case SubscriptionDeleted x:
                _subscriptions.Remove((x.ClientId, x.Filter));
                break;
            case MessageSaved x:
                _messages.Add(x.Key, x);
                break;
            case MessageDeleted x:
                _messages.Remove(x.Key);
                break;
            case DeliverySaved x:
                _deliveries.Add((x.ClientId, x.Sequence), (x, false));
                break;
            case DeliveryReleased x:
                _deliveries[(x.ClientId, x.Sequence)] = (_deliveries[(x.ClientId, x.Sequence)].Delivery, true);
                break;
            case DeliveryDeleted x:
                _deliveries.Remove((x.ClientId, x.Sequence));
                break;
            case ReceivedSaved x:
                _received.Add((x.ClientId, x.PacketId));
                break;
            case ReceivedDeleted x:
                _received.Remove((x.ClientId, x.PacketId));
                break;
        }
    }
}
