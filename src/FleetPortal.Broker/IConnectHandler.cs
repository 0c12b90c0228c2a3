using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker;

/// <summary>The decision on a CONNECT.</summary>
/// <param name="Reason">The reason code of CONNACK.</param>
/// <param name="ReasonString">The reason string of a refusal; null if the client is accepted.</param>
/// <param name="Session">The session of an accepted client, whose CONNACK was sent; null in a refusal.</param>
internal sealed record ConnectAnswer(ReasonCode Reason, string? ReasonString = null, Sessions.Session? Session = null);

/// <summary>
/// Decides on a CONNECT. The portal asks the registry; tests of the protocol let everybody in.
/// </summary>
internal interface IConnectHandler
{
    /// <summary>Decides on the CONNECT of a connection. Opens the session of an accepted client and sends CONNACK.</summary>
    Task<ConnectAnswer> ConnectAsync(MqttConnection connection, ConnectPacket packet, CancellationToken cancellationToken);
}
