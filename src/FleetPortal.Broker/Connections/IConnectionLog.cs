using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Connections;

/// <summary>What is noted about connections. The portal writes attempts and presence; tests of the protocol note nothing.</summary>
internal interface IConnectionLog
{
    /// <summary>A client broke the standard, and its connection ends.</summary>
    void Violated(MqttConnection connection, ProtocolViolation violation);

    /// <summary>
    /// A connection was taken over and is released; only its transport is still open. Completes when the transport may be closed.
    /// </summary>
    Task TakenOverAsync(MqttConnection connection, LiveConnection live);

    /// <summary>An accepted connection has ended.</summary>
    void Ended(MqttConnection connection, LiveConnection live);
}
