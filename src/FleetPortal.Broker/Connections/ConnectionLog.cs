using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Broker.Connections;

/// <summary>Records violations as attempts, which Things are connected, and why a connection ended.</summary>
internal sealed class ConnectionLog(
    AttemptRecorder recorder, LiveConnections connections, LastDisconnects disconnects, LifecycleEvents events, TakeoverWitness witness,
    TimeProvider time) : IConnectionLog
{
    /// <inheritdoc/>
    public void Violated(MqttConnection connection, ProtocolViolation violation)
    {
        var attempt = new ConnectAttempt
        {
            ClientId = connection.Connect?.ClientId ?? "",
            RemoteAddress = MqttEndpoint.AddressOf(connection.Transport),
            Protocol = connection.Connect is null ? "before CONNECT" : "MQTT",
        };
        var check = CheckCatalogue.PacketsKeepToProtocol.Failed(
            violation.Code, "the device does not follow the MQTT protocol", violation.Compared, violation.Remedy);
        recorder.Record(attempt, new Decision(
            false, violation.Code, [check], connection.Live?.PrincipalName, connection.Live?.CertificateId, null), TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public Task TakenOverAsync(MqttConnection connection, LiveConnection live) => witness.ObserveAsync(connection, live);

    /// <inheritdoc/>
    public void Ended(MqttConnection connection, LiveConnection live)
    {
        var last = new LastDisconnect(time.GetUtcNow(), ReasonOf(connection, live), connection.Violation?.Code, live.ThingName);
        disconnects.Note(live.ClientId, last);
        events.Disconnected(last, live);
        if (live.PrincipalName is { } name)
        {
            recorder.Note(name, connections.IsConnected(name), time.GetUtcNow());
        }
    }

    private static DisconnectReason ReasonOf(MqttConnection connection, LiveConnection live) => live.ClosingReason switch
    {
        SessionEndReason.TakenOver => DisconnectReason.TakenOver,
        SessionEndReason.RightsWithdrawn => DisconnectReason.RightsWithdrawn,
        SessionEndReason.AdministrativeAction => DisconnectReason.AdministrativeAction,
        SessionEndReason.ShuttingDown => DisconnectReason.ShuttingDown,
        _ when connection.Violation is not null => DisconnectReason.ProtocolViolation,
        _ when connection.HasLeft => DisconnectReason.ClientLeft,
        _ => connection.CutOff ?? DisconnectReason.ConnectionLost,
    };
}
