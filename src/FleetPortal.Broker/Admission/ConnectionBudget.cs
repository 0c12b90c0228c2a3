using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace FleetPortal.Broker.Admission;

/// <summary>
/// Limits the connections of a group of listeners. The limit is below that of file descriptors, because .NET ends the process when it
/// cannot open another one. A pending connection is closed to make room for the next one: first those that have sent nothing, then those
/// that have had <see cref="Patience"/> to authenticate. A fleet that reconnects at once authenticates faster, so its handshakes are not
/// wasted. Bounded by its limits. Thread-safe.
/// </summary>
/// <param name="name">The listeners, for the log: "devices".</param>
public sealed class ConnectionBudget(string name, ConnectionLimits limits, TimeProvider time)
{
    /// <summary>How long a connection that has sent something is not closed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly PendingConnections _pending = new(slot => slot.GlobalNode);
    private readonly Dictionary<IPAddress, Source> _sources = [];
    private readonly ConcurrentDictionary<ConnectionSlot, byte> _withIdleTimeout = [];
    private int _count;
    private long _refused;
    private long _shed;

    /// <summary>The name of the listeners that share this budget.</summary>
    public string Name { get; } = name;

    /// <summary>The limits of this budget.</summary>
    public ConnectionLimits Limits { get; } = limits;

    /// <summary>The connections that are open now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Connections that were not accepted since the start, because there was no room.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections that were closed since the start to make room.</summary>
    public long ShedCount => Interlocked.Read(ref _shed);

    internal long Now => time.GetTimestamp();

    /// <summary>
    /// Counts an accepted connection. Without room, the slot is null and the code names the limit. The address of a proxy has no limit of
    /// its own, because the connection is counted for the address that it announces (<see cref="Move(ConnectionSlot, IPAddress)"/>).
    /// </summary>
    internal (ConnectionSlot? Slot, string? Code) TryEnter(
        ConnectionContext connection, IPAddress source, TimeSpan? idleTimeout, bool isProxy = false)
    {
        var slot = new ConnectionSlot(this, connection, source, idleTimeout, Now);
        ConnectionSlot? victim;
        lock (_lock)
        {
            var of = SourceOf(source);
            var full = _count >= Limits.Connections ? BrokerRefusals.ConnectionLimit : isProxy ? null : FullOf(of);
            if (!TryMakeRoom(full, of, out victim))
            {
                return (null, full);
            }

            Add(slot, of);
            _pending.Add(slot);
            _count++;
        }

        Close(victim);
        if (idleTimeout is not null)
        {
            _withIdleTimeout.TryAdd(slot, 0);
        }

        return (slot, null);
    }

    /// <summary>Counts a connection for another address. Without room it stays where it is, and the code names the limit.</summary>
    internal string? Move(ConnectionSlot slot, IPAddress source)
    {
        ConnectionSlot? victim;
        lock (_lock)
        {
            if (!slot.IsCounted)
            {
                return null;
            }

            var of = SourceOf(source);
            var full = FullOf(of);
            if (!TryMakeRoom(full, of, out victim))
            {
                return full;
            }

            Withdraw(slot);
            slot.Source = source;
            Add(slot, of);
        }

        Close(victim);
        return null;
    }

    /// <summary>Frees the place of a closed connection.</summary>
    internal void Leave(ConnectionSlot slot)
    {
        _withIdleTimeout.TryRemove(slot, out _);
        lock (_lock)
        {
            Remove(slot);
        }
    }

    internal void Raise(ConnectionSlot slot, AdmissionStage stage)
    {
        lock (_lock)
        {
            if (slot.Stage < stage)
            {
                Move(slot, stage);
            }
        }
    }

    internal void Idle(ConnectionSlot slot)
    {
        lock (_lock)
        {
            if (slot.Stage == AdmissionStage.LetIn)
            {
                Move(slot, AdmissionStage.Trusted);
            }
        }
    }

    /// <summary>Closes HTTP connections that have been without a request for longer than their listener allows.</summary>
    internal void CloseIdle()
    {
        var now = Now;
        foreach (var slot in _withIdleTimeout.Keys)
        {
            if (slot.IdleSince is { } since && time.GetElapsedTime(since, now) >= slot.IdleTimeout)
            {
                slot.Connection.Abort(new ConnectionAbortedException("No request came in time."));
            }
        }
    }

    /// <summary>The code of the limit that an address has reached; null if it has room.</summary>
    private string? FullOf(Source source) =>
        Limits.PendingPerAddress > 0 && source.Pending.Count >= Limits.PendingPerAddress ? BrokerRefusals.PendingLimit
        : Limits.PerAddress > 0 && source.Count >= Limits.PerAddress ? BrokerRefusals.AddressLimit
        : null;

    /// <summary>Takes the place of a pending connection if a limit is reached. Returns whether there is room now.</summary>
    private bool TryMakeRoom(string? full, Source of, out ConnectionSlot? victim)
    {
        var before = Now - (long)(Patience.TotalSeconds * time.TimestampFrequency);
        victim = full switch
        {
            null => null,
            BrokerRefusals.ConnectionLimit => _pending.Victim(before),
            _ => of.Pending.Victim(before),
        };
        if (full is not null && victim is null)
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        if (victim is not null)
        {
            victim.Shed = true;
            Remove(victim);
            Interlocked.Increment(ref _shed);
        }

        return true;
    }

    /// <summary>Closes the socket at once, so that its descriptor is free before the next connection is accepted.</summary>
    private static void Close(ConnectionSlot? victim) =>
        victim?.Connection.Abort(new ConnectionAbortedException("Closed to make room for another connection."));

    private Source SourceOf(IPAddress address) => _sources.TryGetValue(address, out var known) ? known : new Source();

    private void Add(ConnectionSlot slot, Source of)
    {
        _sources[slot.Source] = of;
        of.Count++;
        if (slot.Stage < AdmissionStage.LetIn)
        {
            of.Pending.Add(slot);
        }
    }

    private void Withdraw(ConnectionSlot slot)
    {
        var source = _sources[slot.Source];
        source.Pending.Remove(slot);
        if (--source.Count == 0)
        {
            _sources.Remove(slot.Source);
        }
    }

    private void Move(ConnectionSlot slot, AdmissionStage stage)
    {
        if (!slot.IsCounted)
        {
            return;
        }

        var source = _sources[slot.Source];
        _pending.Remove(slot);
        source.Pending.Remove(slot);
        slot.Stage = stage;
        if (stage < AdmissionStage.LetIn)
        {
            _pending.Add(slot);
            source.Pending.Add(slot);
        }
    }

    private void Remove(ConnectionSlot slot)
    {
        if (!slot.IsCounted)
        {
            return;
        }

        slot.IsCounted = false;
        _pending.Remove(slot);
        Withdraw(slot);
        _count--;
    }

    private sealed class Source
    {
        public int Count { get; set; }

        public PendingConnections Pending { get; } = new(slot => slot.SourceNode);
    }
}
