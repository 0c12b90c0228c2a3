using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Broker.Connections;

/// <summary>Records violations as attempts, and which Things are connected.</summary>
internal sealed class ConnectionLog(AttemptRecorder recorder, LiveConnections connections, TimeProvider time) : IConnectionLog
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
            false, violation.Code, [check], connection.Live?.ThingName, connection.Live?.CertificateId, null), TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Ended(LiveConnection connection)
    {
        if (connection.ThingName is { } thingName)
        {
            recorder.Note(thingName, connections.OfClient(thingName) is not null, time.GetUtcNow());
        }
    }
}
