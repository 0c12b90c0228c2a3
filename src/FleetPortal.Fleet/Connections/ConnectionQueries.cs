using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Connections;

/// <summary>Reads the open sessions of devices. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class ConnectionQueries(
    Registry registry, LiveConnections connections, LastDisconnects disconnects, IPersistentSessions sessions)
{
    /// <summary>
    /// Returns the sessions whose client identifier or address contains <paramref name="text"/>, ordered by client identifier. Null or an
    /// empty text returns all.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<LiveConnection> List(string? text, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return [.. connections.Open
            .Where(connection => string.IsNullOrEmpty(text) || connection.ClientId.Contains(text, StringComparison.OrdinalIgnoreCase)
                || connection.RemoteAddress.Contains(text, StringComparison.Ordinal))
            .OrderBy(connection => connection.ClientId, StringComparer.Ordinal)];
    }

    /// <summary>Returns the number of open sessions.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public int Count(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.OpenCount;
    }

    /// <summary>Returns the session of a client identifier; null if there is none.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public LiveConnection? OfClient(string clientId, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.OfClient(clientId);
    }

    /// <summary>Returns the sessions of an application, ordered by client identifier.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<LiveConnection> OfApplication(string name, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return [.. connections.OfApplication(name).OrderBy(connection => connection.ClientId, StringComparer.Ordinal)];
    }

    /// <summary>Returns the session of a client that is not connected; null if there is none. Reads memory only.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public SessionState? AbsentOfClient(string clientId, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.OfClient(clientId) is null ? sessions.FindAbsent(clientId) : null;
    }

    /// <summary>
    /// Returns the sessions of the instances of an application that are not connected, ordered by client identifier. It looks at every
    /// session, so do not call it for each row of a list.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<AbsentSession> AbsentOfApplication(string name, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return sessions.AbsentOf(name);
    }

    /// <summary>
    /// Returns the Thing or the application that a client identifier belongs to; null if there is none. An application connects as
    /// <c>{application}</c> or <c>{application}.{instance}</c>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<ClientOwner?> OwnerOfAsync(string clientId, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var name = LiveConnections.NameOf(clientId).ToString();
        await using var db = registry.Read();
        return await db.Set<ThingRecord>().Where(x => x.Name == name).Select(x => new ClientOwner(x.Name, x.Kind))
            .SingleOrDefaultAsync(cancellationToken) is { } owner && owner.Name == name
            && (owner.Name == clientId || owner.Kind == PrincipalKind.Application) ? owner : null;
    }

    /// <summary>Returns the number of open sessions that began after a time.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public int CountSince(DateTimeOffset moment, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return connections.Open.Count(connection => connection.ConnectedAt > moment);
    }

    /// <summary>
    /// Returns the last disconnect of a client identifier; null if there was none since the start of the portal.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public LastDisconnect? LastDisconnectOf(string clientId, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return disconnects.Of(clientId);
    }
}
