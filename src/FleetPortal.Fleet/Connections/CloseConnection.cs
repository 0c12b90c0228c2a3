using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// Closes the session of a device with DISCONNECT 0x98. The device may reconnect at once; contain its Thing to prevent that. Needs
/// <see cref="Permission.Contain"/>.
/// </summary>
public sealed class CloseConnection(Registry registry, LiveConnections connections)
{
    /// <summary>Writes the audit entry, closes the session and waits for its end.</summary>
    /// <exception cref="FleetError"><c>connection-not-found</c>, <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(string clientId, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        var connection = connections.OfClient(clientId) ?? throw FleetError.NotFound(ConnectionErrors.NotFound, clientId);
        await registry.WriteAsync(scope => scope.Audit(actor, ConnectionActions.Closed,
            new AuditTarget(AuditTargets.Connection, clientId, connection.PrincipalName), new { connection.RemoteAddress }),
            cancellationToken);
        await connections.CloseClientAsync(clientId, SessionEndReason.AdministrativeAction);
    }
}
