using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>Reads who is connected now.</summary>
public sealed class ConnectionQueries(LiveConnections connections)
{
    /// <summary>The connections whose client identifier or address holds <paramref name="text"/>, by client identifier.</summary>
    public IReadOnlyList<LiveConnection> List(string? text, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return [.. connections.Open
            .Where(connection => string.IsNullOrEmpty(text) || connection.ClientId.Contains(text, StringComparison.OrdinalIgnoreCase) || connection.RemoteAddress.Contains(text, StringComparison.Ordinal))
            .OrderBy(connection => connection.ClientId, StringComparer.Ordinal)];
    }

    /// <summary>How many sessions are open. Needs <see cref="Permission.Read"/>.</summary>
    public int Count(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.OpenCount;
    }

    /// <summary>The session of a client identifier; null if there is none. Needs <see cref="Permission.Read"/>.</summary>
    public LiveConnection? OfClient(string clientId, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.OfClient(clientId);
    }

    /// <summary>How many were let in after a moment and are still there.</summary>
    public int CountSince(DateTimeOffset moment, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.Open.Count(connection => connection.ConnectedAt > moment);
    }
}
