using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// Every transport connection now. Bounded by the broker's connection limit. A connection enters before its decision
/// reads the registry: so a revocation either is seen by the decision or sees the connection, and none slips between.
/// </summary>
public sealed class LiveConnections(FleetEvents events, TimeProvider time)
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveConnection> _byClient = new(StringComparer.Ordinal);
    private int _open;

    /// <summary>How many were let in.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>Those that were let in, in no order.</summary>
    public IEnumerable<LiveConnection> Open => _connections.Values.Where(connection => connection.IsOpen);

    /// <summary>The certificates of all connections, also of those on which nothing is decided yet.</summary>
    public IReadOnlyCollection<CertificateId> ShownCertificates => [.. _connections.Values.Select(connection => connection.CertificateId).OfType<CertificateId>().Distinct()];

    /// <summary>The connection that was let in under a client identifier, or null.</summary>
    public LiveConnection? OfClient(string clientId) => _byClient.GetValueOrDefault(clientId);

    /// <summary>A CONNECT has arrived; nothing is decided.</summary>
    public void Enter(LiveConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connections[connection.ConnectionId] = connection;
    }

    /// <summary>It was let in.</summary>
    public void Opened(LiveConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _byClient[connection.ClientId] = connection;
        Interlocked.Increment(ref _open);
        events.Emit(new FleetEvent(FleetEventKind.ConnectionOpened, connection.ThingName));
    }

    /// <summary>It is gone, or was refused.</summary>
    public void Leave(LiveConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!_connections.TryRemove(KeyValuePair.Create(connection.ConnectionId, connection)))
        {
            return;
        }

        if (_byClient.TryRemove(KeyValuePair.Create(connection.ClientId, connection)))
        {
            Interlocked.Decrement(ref _open);
            events.Emit(new FleetEvent(FleetEventKind.ConnectionClosed, connection.ThingName));
        }

        connection.End();
    }

    /// <summary>Ends every connection of these certificates; answers how many sessions were open, when they are gone.</summary>
    public Task<int> CloseAsync(IReadOnlyCollection<CertificateId> certificates, SessionEndReason end)
    {
        var wanted = certificates.ToHashSet();
        return CloseAsync(connection => connection.CertificateId is { } id && wanted.Contains(id), end);
    }

    /// <summary>Ends every connection of a Thing.</summary>
    public Task<int> CloseThingAsync(string thingName, SessionEndReason end) =>
        CloseAsync(connection => connection.ThingName == thingName || connection.ClientId == thingName, end);

    /// <summary>Ends the connection of a client identifier.</summary>
    public Task<int> CloseClientAsync(string clientId, SessionEndReason end) =>
        CloseAsync(connection => connection.ClientId == clientId && connection.IsOpen, end);

    /// <summary>Ends one connection and waits until the broker has cleaned up after it.</summary>
    public async Task CloseAsync(LiveConnection connection, SessionEndReason end)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Condemn(end);
        await connection.CloseAsync(end).ConfigureAwait(false);
        await connection.Ended.WaitAsync(CloseTimeout, time).ConfigureAwait(false);
    }

    private async Task<int> CloseAsync(Func<LiveConnection, bool> which, SessionEndReason end)
    {
        var connections = _connections.Values.Where(which).ToList();
        foreach (var connection in connections)
        {
            connection.Condemn(end);
        }

        // ClosingReason must be visible before IsOpen is read, as Open is before ClosingReason on the other side: one of both sees the other.
        Interlocked.MemoryBarrier();
        var open = connections.Where(connection => connection.IsOpen).ToList();
        return (await Task.WhenAll(open.Select(connection => TryCloseAsync(connection, end))).ConfigureAwait(false)).Count(closed => closed);
    }

    /// <summary>One that does not end in time is condemned all the same: what was asked for is done, and the others are counted.</summary>
    private async Task<bool> TryCloseAsync(LiveConnection connection, SessionEndReason end)
    {
        try
        {
            await CloseAsync(connection, end).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
