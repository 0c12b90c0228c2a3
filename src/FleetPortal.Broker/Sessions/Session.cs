using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.MqttSessions;

namespace FleetPortal.Broker.Sessions;

/// <summary>
/// The state that the server keeps for a client identifier (MQTT 5 §4.1): subscriptions, messages to deliver, and the identifiers of QoS 2
/// messages that the client has not released. It ends with its connection, or after its expiry. Rights are not part of it: they belong to
/// the connection. Thread-safe.
/// </summary>
internal sealed class Session(string clientId, BrokerLimits limits, QueueBudget budget, SessionJournal journal, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly HashSet<ushort> _received = [];
    private readonly Outbox _outbox = new(limits, budget);
    private IMessageReceiver? _receiver;
    private long _droppedBefore;
    private long _droppedStored;

    /// <summary>The client identifier of the session.</summary>
    public string ClientId => clientId;

    /// <summary>Seconds from the end of the connection to the end of the session. 0: the session ends with its connection.</summary>
    public uint Expiry { get; set; }

    /// <summary>When its last connection ended; null while it is connected.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether the session is on the disk.</summary>
    public bool IsDurable => Expiry > 0;

    /// <summary>Whether the session has ended. An ended session takes nothing.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether a connection serves the session.</summary>
    public bool IsConnected => _receiver is not null;

    /// <summary>Whether a shared subscription should choose this session: it is connected and reads fast enough.</summary>
    public bool IsReady => _receiver is { MustWait: false };

    /// <summary>The subscriptions of the session now.</summary>
    public IReadOnlyList<Subscription> Subscriptions
    {
        get
        {
            lock (_lock)
            {
                return [.. _subscriptions.Values];
            }
        }
    }

    /// <summary>Whether the session ended at a time or before it.</summary>
    public bool IsExpired(DateTimeOffset now) =>
        EndedAt is { } end && Expiry != uint.MaxValue && now >= end + TimeSpan.FromSeconds(Expiry);

    /// <summary>The numbers that the pages show.</summary>
    public SessionNumbers Numbers()
    {
        lock (_lock)
        {
            return new SessionNumbers(_subscriptions.Count, _outbox.Queued, _outbox.InFlight, _outbox.Octets, Dropped(), _received.Count);
        }
    }

    /// <summary>The session as the pages show it, without the terms of its connection.</summary>
    public SessionState State()
    {
        lock (_lock)
        {
            return new SessionState
            {
                Expiry = TimeSpan.FromSeconds(Expiry),
                ExpiresAt = _receiver is null && Expiry != uint.MaxValue ? EndedAt + TimeSpan.FromSeconds(Expiry) : null,
                Subscriptions = [.. _subscriptions.Values.OrderBy(one => one.Filter.Text, StringComparer.Ordinal)
                    .Select(one => new SessionSubscription(one.Filter.Text, (int)one.QualityOfService))],
                Queued = _outbox.Queued,
                InFlight = _outbox.InFlight,
                QueuedOctets = _outbox.Octets,
                Dropped = Dropped(),
            };
        }
    }

    /// <summary>The number of dropped messages, if it is not on the disk yet; null if it is, or if the session is not durable.</summary>
    public long? DroppedToStore()
    {
        lock (_lock)
        {
            return IsDurable && !HasEnded && Dropped() is var dropped && dropped != _droppedStored ? dropped : null;
        }
    }

    /// <summary>Notes the number of dropped messages that is on the disk.</summary>
    public void DroppedIsStored(long dropped)
    {
        lock (_lock)
        {
            _droppedStored = dropped;
        }
    }

    /// <summary>Stops the expiry, because a client resumes the session. Returns false if the session has ended.</summary>
    public bool TryResume()
    {
        lock (_lock)
        {
            EndedAt = HasEnded ? EndedAt : null;
            return !HasEnded;
        }
    }

    /// <summary>Gives the session a connection, and sends what waits.</summary>
    public void Attach(IMessageReceiver receiver)
    {
        List<Delivery> dropped = [];
        lock (_lock)
        {
            (_receiver, EndedAt) = (receiver, null);
            _outbox.Attach(receiver);
            _outbox.Pump(receiver, time.GetUtcNow(), dropped);
        }

        Forget(dropped);
    }

    /// <summary>Takes the connection away, unless another one has taken its place. The expiry begins.</summary>
    public void Detach(IMessageReceiver receiver)
    {
        lock (_lock)
        {
            if (_receiver is null || _receiver == receiver)
            {
                (_receiver, EndedAt) = (null, EndedAt ?? time.GetUtcNow());
            }
        }
    }

    /// <summary>No connection came after all. The expiry begins.</summary>
    public void Suspend()
    {
        lock (_lock)
        {
            EndedAt = _receiver is null ? EndedAt ?? time.GetUtcNow() : EndedAt;
        }
    }

    /// <summary>Sends what may be sent now: the connection has caught up, or a message was stored.</summary>
    public void Pump()
    {
        List<Delivery>? dropped = null;
        lock (_lock)
        {
            if (_receiver is { } receiver)
            {
                _outbox.Pump(receiver, time.GetUtcNow(), dropped = []);
            }
        }

        if (dropped is not null)
        {
            Forget(dropped);
        }
    }

    /// <summary>The subscription of a filter; null if there is none.</summary>
    public Subscription? Find(string filter)
    {
        lock (_lock)
        {
            return _subscriptions.GetValueOrDefault(filter);
        }
    }

    /// <summary>Adds a subscription and returns the one that it replaces; null if there was none.</summary>
    public Subscription? Add(Subscription subscription)
    {
        lock (_lock)
        {
            var before = _subscriptions.GetValueOrDefault(subscription.Filter.Text);
            _subscriptions[subscription.Filter.Text] = subscription;
            return before;
        }
    }

    /// <summary>Removes a subscription and returns it; null if there was none.</summary>
    public Subscription? Remove(string filter)
    {
        lock (_lock)
        {
            return _subscriptions.Remove(filter, out var removed) ? removed : null;
        }
    }

    /// <summary>The number of subscriptions.</summary>
    public int CountSubscriptions()
    {
        lock (_lock)
        {
            return _subscriptions.Count;
        }
    }

    /// <summary>Sends a message with QoS 0 at once. It is lost if the session is not connected or reads too slowly.</summary>
    public bool Send(Message message, bool retain, IReadOnlyList<uint> identifiers)
    {
        lock (_lock)
        {
            if (_receiver is not { } receiver)
            {
                return false;
            }

            var reason = receiver.MustWait ? DropReason.SlowReader
                : !receiver.MayHear(message.Topic) ? DropReason.NotAuthorized
                : !receiver.Publish(message, QualityOfService.AtMostOnce, 0, false, retain, identifiers) ? DropReason.TooLarge
                : (DropReason?)null;
            if (reason is { } dropped)
            {
                _outbox.Dropped[(int)dropped]++;
            }

            return reason is null;
        }
    }

    /// <summary>
    /// Queues a delivery, and adds to <paramref name="changes"/> what has to be on the disk before it may be sent. Returns false if the
    /// session has ended or has no place.
    /// </summary>
    public bool Enqueue(Delivery delivery, List<SessionChange> changes)
    {
        List<Delivery> dropped = [];
        bool taken;
        lock (_lock)
        {
            taken = !HasEnded && _outbox.TryAdd(delivery, _receiver is not null, dropped);
            if (taken && IsDurable)
            {
                delivery.State = DeliveryState.Storing;
                delivery.IsStored = true;
                journal.Save(delivery, clientId, changes);
            }
            else if (taken && _receiver is { } receiver)
            {
                _outbox.Pump(receiver, time.GetUtcNow(), dropped);
            }
        }

        Forget(dropped);
        return taken;
    }

    /// <summary>The delivery is on the disk: it may be sent.</summary>
    public void Stored(Delivery delivery)
    {
        lock (_lock)
        {
            if (delivery.State == DeliveryState.Storing)
            {
                delivery.State = DeliveryState.Queued;
            }
        }

        Pump();
    }

    /// <summary>The delivery could not be stored: it is taken back.</summary>
    public void NotStored(Delivery delivery)
    {
        lock (_lock)
        {
            _outbox.Revoke(delivery);
        }

        Pump();
    }

    /// <summary>Takes PUBACK. Returns false if the identifier is not known.</summary>
    public bool Acknowledge(ushort packetId)
    {
        Delivery? delivery;
        lock (_lock)
        {
            delivery = _outbox.Find(packetId);
            if (delivery is null || _receiver is not { } receiver)
            {
                return false;
            }

            if (delivery.QualityOfService != QualityOfService.AtLeastOnce)
            {
                throw ProtocolViolation.Error("PUBACK for a message with QoS 2 (MQTT 5 §4.3.3)");
            }

            _outbox.Complete(delivery, receiver.ReceiveMaximum);
        }

        Forget([delivery]);
        Pump();
        return true;
    }

    /// <summary>
    /// Takes PUBREC. Returns the task after which PUBREL may be sent, or null if the identifier is not known. An error ends the delivery.
    /// </summary>
    public Task? Receive(ushort packetId, ReasonCode reason)
    {
        Delivery? delivery;
        bool first;
        lock (_lock)
        {
            delivery = _outbox.Find(packetId);
            if (delivery is null || _receiver is not { } receiver)
            {
                return null;
            }

            if (delivery.QualityOfService != QualityOfService.ExactlyOnce)
            {
                throw ProtocolViolation.Error("PUBREC for a message with QoS 1 (MQTT 5 §4.3.2)");
            }

            if (reason >= ReasonCode.UnspecifiedError)
            {
                _outbox.Complete(delivery, receiver.ReceiveMaximum);
            }

            first = delivery.State == DeliveryState.Sent;
            delivery.State = DeliveryState.Released;
        }

        if (reason >= ReasonCode.UnspecifiedError)
        {
            Forget([delivery]);
            Pump();
            return Task.CompletedTask;
        }

        return first && delivery.IsStored ? StoreReleaseAsync(delivery) : Task.CompletedTask;
    }

    /// <summary>Takes PUBCOMP. Returns false if the identifier is not known.</summary>
    public bool Complete(ushort packetId)
    {
        Delivery? delivery;
        lock (_lock)
        {
            delivery = _outbox.Find(packetId);
            if (delivery is null || _receiver is not { } receiver)
            {
                return false;
            }

            if (delivery.State != DeliveryState.Released)
            {
                throw ProtocolViolation.Error("PUBCOMP for a message that was not released (MQTT 5 §4.3.3)");
            }

            _outbox.Complete(delivery, receiver.ReceiveMaximum);
        }

        Forget([delivery]);
        Pump();
        return true;
    }

    /// <summary>Whether a QoS 2 message of the client was taken and waits for PUBREL.</summary>
    public bool IsReceived(ushort packetId)
    {
        lock (_lock)
        {
            return _received.Contains(packetId);
        }
    }

    /// <summary>The number of QoS 2 messages of the client that wait for PUBREL.</summary>
    public int CountReceived()
    {
        lock (_lock)
        {
            return _received.Count;
        }
    }

    /// <summary>Notes the identifier of a QoS 2 message of the client, until PUBREL.</summary>
    public void NoteReceived(ushort packetId, List<SessionChange> changes)
    {
        lock (_lock)
        {
            if (_received.Add(packetId) && IsDurable)
            {
                changes.Add(new ReceivedSaved(clientId, packetId));
            }
        }
    }

    /// <summary>Forgets the identifier of a QoS 2 message that could not be taken.</summary>
    public void ForgetReceived(ushort packetId)
    {
        lock (_lock)
        {
            _received.Remove(packetId);
        }
    }

    /// <summary>
    /// Takes PUBREL. Returns the task after which PUBCOMP may be sent, or null if the identifier is not known. The identifier is removed
    /// from the disk first: the client may use it again after PUBCOMP.
    /// </summary>
    public Task? ReleaseReceived(ushort packetId)
    {
        bool known;
        lock (_lock)
        {
            known = _received.Remove(packetId);
        }

        return !known ? null : IsDurable ? journal.AppendAsync([new ReceivedDeleted(clientId, packetId)]) : Task.CompletedTask;
    }

    /// <summary>Drops messages that are too old.</summary>
    public void DropOld(DateTimeOffset now)
    {
        List<Delivery> dropped = [];
        lock (_lock)
        {
            if (_outbox.Queued > 0)
            {
                _outbox.DropOld(now, dropped);
            }
        }

        Forget(dropped);
    }

    /// <summary>Ends the session. Returns what it did not deliver.</summary>
    public IReadOnlyList<Delivery> End()
    {
        lock (_lock)
        {
            HasEnded = true;
            _subscriptions.Clear();
            _received.Clear();
            return _outbox.Clear();
        }
    }

    /// <summary>Adds the state that was stored before a restart.</summary>
    public void Restore(
        uint expiry, DateTimeOffset endedAt, IEnumerable<Delivery> deliveries, IEnumerable<ushort> received, long dropped)
    {
        (Expiry, EndedAt) = (expiry, endedAt);
        (_droppedBefore, _droppedStored) = (dropped, dropped);
        foreach (var delivery in deliveries)
        {
            _outbox.Restore(delivery);
        }

        _received.UnionWith(received);
    }

    /// <summary>
    /// Stores that PUBREL may be sent. If the disk does not take it, PUBLISH is sent again: PUBREL ends the client's part, and after a
    /// crash the message would come a second time.
    /// </summary>
    private async Task StoreReleaseAsync(Delivery delivery)
    {
        try
        {
            await journal.AppendAsync([new DeliveryReleased(clientId, delivery.Sequence)]);
        }
        catch
        {
            lock (_lock)
            {
                delivery.State = delivery.State == DeliveryState.Released ? DeliveryState.Sent : delivery.State;
            }

            throw;
        }
    }

    private long Dropped() => _droppedBefore + _outbox.Dropped.Sum();

    /// <summary>Removes the stored rows of deliveries that are finished.</summary>
    private void Forget(List<Delivery> deliveries)
    {
        if (deliveries.Count > 0)
        {
            journal.Forget(clientId, deliveries);
        }
    }
}

/// <summary>The numbers of a session.</summary>
/// <param name="Subscriptions">Subscriptions.</param>
/// <param name="Queued">Messages that wait to be sent.</param>
/// <param name="InFlight">Messages that were sent and are not acknowledged.</param>
/// <param name="Octets">The octets of both.</param>
/// <param name="Dropped">Messages that were dropped since the session began.</param>
/// <param name="Received">QoS 2 messages of the client that wait for PUBREL.</param>
internal sealed record SessionNumbers(int Subscriptions, int Queued, int InFlight, int Octets, long Dropped, int Received);
