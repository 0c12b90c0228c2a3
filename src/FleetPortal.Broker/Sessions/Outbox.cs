using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Sessions;

/// <summary>
/// The messages with QoS 1 and 2 that a session has to deliver, in their order. Bounded by count, octets and age for each session, and by
/// the octets of all sessions. Packet identifiers are given when a message is queued and never change, so that a message that is sent
/// again after a restart has the identifier that the client knows. Not thread-safe: the session locks.
/// </summary>
internal sealed class Outbox(BrokerLimits limits, QueueBudget budget)
{
    private readonly LinkedList<Delivery> _queue = new();
    private readonly Dictionary<ushort, Delivery> _outstanding = [];
    private ushort _lastIdentifier;
    private long _lastSequence;
    private int _octets;
    private int _quota;

    /// <summary>Messages that wait to be sent.</summary>
    public int Queued => _queue.Count;

    /// <summary>Messages that were sent and are not acknowledged.</summary>
    public int InFlight => _outstanding.Count - _queue.Count;

    /// <summary>The octets of all messages of the session.</summary>
    public int Octets => _octets;

    /// <summary>Messages that were dropped, by reason.</summary>
    public long[] Dropped { get; } = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>All deliveries that are not finished, in their order.</summary>
    public IEnumerable<Delivery> Outstanding => _outstanding.Values.OrderBy(delivery => delivery.Sequence);

    /// <summary>
    /// Queues a delivery. If the queue is full, the oldest message that was not sent is dropped and added to <paramref name="dropped"/>.
    /// Returns false if there is no place even then.
    /// </summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="isConnected">Whether a connection serves the session.</param>
    /// <param name="dropped">Receives what is dropped.</param>
    public bool TryAdd(Delivery delivery, bool isConnected, ICollection<Delivery> dropped)
    {
        var size = delivery.Message.Size;
        if (size > limits.QueuedOctetsInAnyCase && budget.IsPartFull(size - _octets))
        {
            // To drop the whole queue would not make room for it.
            Dropped[(int)DropReason.QueueFull]++;
            return false;
        }

        while (_outstanding.Count >= limits.QueuedMessagesPerSession
            || _octets + size > (budget.IsPartFull(size) ? limits.QueuedOctetsInAnyCase : limits.QueuedOctetsPerSession))
        {
            if (_queue.First is not { } oldest)
            {
                Dropped[(int)DropReason.QueueFull]++;
                return false;
            }

            Drop(oldest.Value, DropReason.QueueFull, dropped);
        }

        if (!budget.TryTake(size, isConnected))
        {
            Dropped[(int)DropReason.QueueFull]++;
            return false;
        }

        delivery.PacketId = NextIdentifier();
        delivery.Sequence = ++_lastSequence;
        Insert(delivery, size);
        return true;
    }

    /// <summary>Adds a delivery that was stored before a restart.</summary>
    public void Restore(Delivery delivery)
    {
        budget.Take(delivery.Message.Size);
        _lastSequence = Math.Max(_lastSequence, delivery.Sequence);
        _lastIdentifier = delivery.PacketId;
        if (delivery.State == DeliveryState.Released)
        {
            _outstanding.Add(delivery.PacketId, delivery);
            _octets += delivery.Message.Size;
            return;
        }

        Insert(delivery, delivery.Message.Size);
    }

    /// <summary>
    /// Begins to deliver over a new connection: what was sent before and not acknowledged goes first (MQTT-4.4.0-1), with DUP.
    /// </summary>
    public void Attach(IMessageReceiver receiver)
    {
        _quota = receiver.ReceiveMaximum;
        var sent = _outstanding.Values.Where(delivery => delivery.State is DeliveryState.Sent or DeliveryState.Released)
            .OrderByDescending(delivery => delivery.Sequence).ToList();
        foreach (var delivery in sent.Where(delivery => delivery.State == DeliveryState.Sent))
        {
            delivery.State = DeliveryState.Queued;
            delivery.IsDuplicate = true;
            _queue.AddFirst(delivery);
        }

        foreach (var delivery in Enumerable.Reverse(sent).Where(delivery => delivery.State == DeliveryState.Released))
        {
            receiver.Release(delivery.PacketId);
        }
    }

    /// <summary>Sends what may be sent now. What can no longer be delivered is dropped and added to <paramref name="dropped"/>.</summary>
    public void Pump(IMessageReceiver receiver, DateTimeOffset now, ICollection<Delivery> dropped)
    {
        while (_queue.First is { } first && first.Value.State == DeliveryState.Queued && !receiver.MustWait && _quota > 0)
        {
            var delivery = first.Value;
            if (ReasonToDrop(delivery, receiver, now) is { } reason)
            {
                Drop(delivery, reason, dropped);
                continue;
            }

            if (!receiver.Publish(delivery.Message, delivery.QualityOfService,
                delivery.PacketId, delivery.IsDuplicate, delivery.Retain, delivery.Identifiers))
            {
                Drop(delivery, DropReason.TooLarge, dropped);
                continue;
            }

            _queue.RemoveFirst();
            delivery.State = DeliveryState.Sent;
            _quota--;
        }
    }

    /// <summary>The delivery that was sent with an identifier; null if there is none.</summary>
    public Delivery? Find(ushort packetId) =>
        _outstanding.TryGetValue(packetId, out var delivery) && delivery.State is DeliveryState.Sent or DeliveryState.Released
            ? delivery : null;

    /// <summary>Removes a delivery that the client has acknowledged.</summary>
    public void Complete(Delivery delivery, int receiveMaximum)
    {
        Remove(delivery);
        _quota = Math.Min(_quota + 1, receiveMaximum);
    }

    /// <summary>Removes a delivery that could not be stored.</summary>
    public void Revoke(Delivery delivery)
    {
        if (_outstanding.GetValueOrDefault(delivery.PacketId) == delivery)
        {
            _queue.Remove(delivery);
            Remove(delivery);
        }
    }

    /// <summary>Drops what has expired or is older than the age limit.</summary>
    public void DropOld(DateTimeOffset now, ICollection<Delivery> dropped)
    {
        foreach (var delivery in _queue.Where(delivery => IsOld(delivery, now)).ToList())
        {
            Drop(delivery, DropReason.Expired, dropped);
        }
    }

    /// <summary>Removes everything, because the session ends. Returns it in its order.</summary>
    public IReadOnlyList<Delivery> Clear()
    {
        List<Delivery> all = [.. Outstanding];
        _queue.Clear();
        _outstanding.Clear();
        budget.Return(_octets);
        _octets = 0;
        return all;
    }

    private DropReason? ReasonToDrop(Delivery delivery, IMessageReceiver receiver, DateTimeOffset now) =>
        IsOld(delivery, now) && !delivery.IsDuplicate ? DropReason.Expired
        : !receiver.MayHear(delivery.Message.Topic) ? DropReason.NotAuthorized
        : null;

    private bool IsOld(Delivery delivery, DateTimeOffset now) =>
        delivery.Message.SecondsLeft(now) is 0 || now - delivery.QueuedAt > limits.QueuedAge;

    private void Insert(Delivery delivery, int size)
    {
        _queue.AddLast(delivery);
        _outstanding.Add(delivery.PacketId, delivery);
        _octets += size;
    }

    private void Drop(Delivery delivery, DropReason reason, ICollection<Delivery> dropped)
    {
        Dropped[(int)reason]++;
        _queue.Remove(delivery);
        Remove(delivery);
        dropped.Add(delivery);
    }

    private void Remove(Delivery delivery)
    {
        _outstanding.Remove(delivery.PacketId);
        _octets -= delivery.Message.Size;
        budget.Return(delivery.Message.Size);
    }

    private ushort NextIdentifier()
    {
        do
        {
            _lastIdentifier = _lastIdentifier == ushort.MaxValue ? (ushort)1 : (ushort)(_lastIdentifier + 1);
        }
        while (_outstanding.ContainsKey(_lastIdentifier));
        return _lastIdentifier;
    }
}
