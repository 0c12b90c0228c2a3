using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>Kicks a live session with DISCONNECT 0x98. The device may come straight back; to keep it out, contain its Thing.</summary>
public sealed class CloseConnection(Registry registry, LiveConnections connections)
{
    /// <exception cref="FleetError"><c>connection-not-found</c>, <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(string clientId, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        var connection = connections.OfClient(clientId) ?? throw FleetError.NotFound(ConnectionErrors.NotFound, clientId);
        await registry.WriteAsync(scope => scope.Audit(actor, ConnectionActions.Closed, new AuditTarget(AuditTargets.Connection, clientId, connection.ThingName), new { connection.RemoteAddress }), cancellationToken);
        await connections.CloseClientAsync(clientId, SessionEndReason.AdministrativeAction);
    }
}
