using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>Why a connection ended.</summary>
public enum DisconnectReason
{
    /// <summary>The client sent DISCONNECT.</summary>
    ClientLeft,

    /// <summary>The network connection broke.</summary>
    ConnectionLost,

    /// <summary>The client was silent for one and a half times its keep alive.</summary>
    KeepAliveTimeout,

    /// <summary>The client did not read what was sent to it.</summary>
    NotReading,

    /// <summary>The client sent a packet that MQTT does not allow.</summary>
    ProtocolViolation,

    /// <summary>Another connection with the same client identifier took the session over.</summary>
    TakenOver,

    /// <summary>An operator closed the session.</summary>
    AdministrativeAction,

    /// <summary>The certificate or the Thing lost its rights.</summary>
    RightsWithdrawn,

    /// <summary>The portal stopped, or was restarted.</summary>
    ShuttingDown,

    /// <summary>The portal failed; the log says why.</summary>
    Failed,
}

/// <summary>The end of a connection.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">The code of a protocol violation; null otherwise.</param>
/// <param name="ThingName">The Thing that was connected; null for an application.</param>
public sealed record LastDisconnect(DateTimeOffset At, DisconnectReason Reason, string? Detail, string? ThingName = null);

/// <summary>
/// The last disconnect of each client identifier since the start of the portal. Bounded by <see cref="MaxClients"/>; an entry is removed
/// when its Thing is retired. Thread-safe.
/// </summary>
public sealed class LastDisconnects : IRetirementFollower
{
    /// <summary>The maximum number of client identifiers.</summary>
    public const int MaxClients = 100_000;

    private readonly ConcurrentDictionary<string, LastDisconnect> _clients = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Notes the end of an accepted connection.</summary>
    public void Note(string clientId, LastDisconnect disconnect)
    {
        if (_clients.ContainsKey(clientId))
        {
            _clients[clientId] = disconnect;
        }
        else if (Volatile.Read(ref _count) < MaxClients && _clients.TryAdd(clientId, disconnect))
        {
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>Returns the last disconnect; null if there was none since the start.</summary>
    public LastDisconnect? Of(string clientId) => _clients.GetValueOrDefault(clientId);

    /// <summary>The last disconnects of all clients, in no order.</summary>
    public IEnumerable<LastDisconnect> All => _clients.Select(pair => pair.Value);

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        if (_clients.TryRemove(thingName, out _))
        {
            Interlocked.Decrement(ref _count);
        }

        return Task.CompletedTask;
    }
}
