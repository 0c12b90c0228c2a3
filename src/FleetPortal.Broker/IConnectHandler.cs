using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker;

/// <summary>The answer to a CONNECT.</summary>
/// <param name="Reason">The reason code of CONNACK.</param>
/// <param name="ReasonString">The reason string of a refusal; null if the client is accepted.</param>
/// <param name="Session">The session; null in a refusal.</param>
/// <param name="SessionPresent">Whether the session existed before.</param>
internal sealed record ConnectAnswer(
    ReasonCode Reason, string? ReasonString = null, Sessions.Session? Session = null, bool SessionPresent = false);

/// <summary>
/// Decides on a CONNECT. The portal asks the registry; tests of the protocol let everybody in.
/// </summary>
internal interface IConnectHandler
{
    /// <summary>Decides on the CONNECT of a connection, and opens its session.</summary>
    Task<ConnectAnswer> ConnectAsync(MqttConnection connection, ConnectPacket packet, CancellationToken cancellationToken);
}
