using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// All current transport connections. Bounded by the connection limit of the broker. A connection is added before its decision reads the
/// registry. So a revocation is either seen by the decision or finds the connection in this list. Thread-safe.
/// </summary>
public sealed class LiveConnections(FleetEvents events, TimeProvider time)
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveConnection> _byClient = new(StringComparer.Ordinal);

    // One entry for each application that has connected since the start, with the connections that were admitted.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, LiveConnection>> _ofApplications =
        new(StringComparer.Ordinal);
    private int _open;

    /// <summary>
    /// Raised before the portal closes connections, with the ones that it closes and the reason. The broker drops what it still holds for
    /// connections of this kind that have already ended, such as a will that waits for its delay.
    /// </summary>
    public event Action<Func<LiveConnection, bool>, SessionEndReason>? Closing;

    /// <summary>The number of accepted connections.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>The accepted connections, in no order.</summary>
    public IEnumerable<LiveConnection> Open => _connections.Values.Where(connection => connection.IsOpen);

    /// <summary>The client certificates of all connections, including those that are not decided yet.</summary>
    public IReadOnlyCollection<CertificateId> ShownCertificates =>
        [.. _connections.Values.Select(connection => connection.CertificateId).OfType<CertificateId>().Distinct()];

    /// <summary>Returns the accepted connection with a client identifier; null if there is none.</summary>
    public LiveConnection? OfClient(string clientId) => _byClient.GetValueOrDefault(clientId);

    /// <summary>Returns the accepted connections of an application, in no order.</summary>
    public IReadOnlyCollection<LiveConnection> OfApplication(string name) =>
        _ofApplications.TryGetValue(name, out var connections) ? [.. connections.Values.Where(connection => connection.IsOpen)] : [];

    /// <summary>
    /// Returns how many instances of an application were admitted, apart from one client identifier. An instance counts from
    /// <see cref="Admit"/> on, and once while another connection takes it over.
    /// </summary>
    public int CountOtherInstances(string application, string clientId) =>
        !_ofApplications.TryGetValue(application, out var connections) ? 0
            : connections.Values.Select(connection => connection.ClientId).Where(other => other != clientId)
                .Distinct(StringComparer.Ordinal).Count();

    /// <summary>The names of the applications that have an accepted connection.</summary>
    public IReadOnlyCollection<string> Applications =>
        [.. _ofApplications.Where(pair => pair.Value.Values.Any(connection => connection.IsOpen)).Select(pair => pair.Key)];

    /// <summary>Returns whether a Thing or an application has an accepted connection.</summary>
    public bool IsConnected(string principalName) => _byClient.ContainsKey(principalName) || OfApplication(principalName).Count > 0;

    /// <summary>Adds a connection whose CONNECT has arrived, before its decision.</summary>
    public void Enter(LiveConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connections[connection.ConnectionId] = connection;
    }

    /// <summary>
    /// Counts a connection of an application before it is open: other instances are decided while its session is being opened.
    /// <see cref="Leave"/> takes it back.
    /// </summary>
    public void Admit(LiveConnection connection, string application)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.AdmittedAs = application;
        _ofApplications.GetOrAdd(application, _ => new ConcurrentDictionary<string, LiveConnection>(StringComparer.Ordinal))
            [connection.ConnectionId] = connection;
    }

    /// <summary>Notes that a connection was accepted.</summary>
    public void Opened(LiveConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _byClient[connection.ClientId] = connection;
        if (connection.ApplicationName is { } application)
        {
            Admit(connection, application);
        }

        Interlocked.Increment(ref _open);
        events.Emit(new FleetEvent(FleetEventKind.ConnectionOpened, connection.PrincipalName));
    }

    /// <summary>Removes a connection that has ended or was refused.</summary>
    public void Leave(LiveConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!_connections.TryRemove(KeyValuePair.Create(connection.ConnectionId, connection)))
        {
            return;
        }

        if (connection.AdmittedAs is { } application && _ofApplications.TryGetValue(application, out var others))
        {
            others.TryRemove(connection.ConnectionId, out _);
        }

        if (_byClient.TryRemove(KeyValuePair.Create(connection.ClientId, connection)))
        {
            Interlocked.Decrement(ref _open);
            events.Emit(new FleetEvent(FleetEventKind.ConnectionClosed, connection.PrincipalName));
        }

        connection.End();
    }

    /// <summary>Closes every connection with these certificates. Returns the number of closed sessions after they have ended.</summary>
    public Task<int> CloseAsync(IReadOnlyCollection<CertificateId> certificates, SessionEndReason end)
    {
        var wanted = certificates.ToHashSet();
        return CloseAsync(connection => connection.CertificateId is { } id && wanted.Contains(id), end);
    }

    /// <summary>
    /// Closes every connection of a Thing or an application. Returns the number of closed sessions. A connection that is not decided yet is
    /// found by its client identifier.
    /// </summary>
    public Task<int> ClosePrincipalAsync(string name, SessionEndReason end) =>
        CloseAsync(connection => connection.PrincipalName == name || NameOf(connection.ClientId).SequenceEqual(name), end);

    /// <summary>Closes the connection of a client identifier. Returns the number of closed sessions.</summary>
    public Task<int> CloseClientAsync(string clientId, SessionEndReason end) =>
        CloseAsync(connection => connection.ClientId == clientId && connection.IsOpen, end);

    /// <summary>Closes one connection and waits until the broker has released it.</summary>
    /// <exception cref="TimeoutException">The connection did not end within five seconds.</exception>
    public async Task CloseAsync(LiveConnection connection, SessionEndReason end)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Condemn(end);
        await connection.CloseAsync(end).ConfigureAwait(false);
        await connection.Ended.WaitAsync(CloseTimeout, time).ConfigureAwait(false);
    }

    /// <summary>Returns the name in a client identifier: an application connects as <c>{application}.{instance}</c>.</summary>
    public static ReadOnlySpan<char> NameOf(string clientId) =>
        clientId.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? clientId.AsSpan(0, dot) : clientId;

    private async Task<int> CloseAsync(Func<LiveConnection, bool> which, SessionEndReason end)
    {
        Closing?.Invoke(which, end);
        var connections = _connections.Values.Where(which).ToList();
        foreach (var connection in connections)
        {
            connection.Condemn(end);
        }

        // Write ClosingReason before IsOpen is read. The decision sets Open and then reads ClosingReason, so one of the two sides always
        // sees the change of the other.
        Interlocked.MemoryBarrier();
        var open = connections.Where(connection => connection.IsOpen).ToList();
        return (await Task.WhenAll(open.Select(connection => TryCloseAsync(connection, end))).ConfigureAwait(false))
            .Count(closed => closed);
    }

    /// <summary>Closes one connection. If it does not end in time, it keeps its closing reason and is not counted.</summary>
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
