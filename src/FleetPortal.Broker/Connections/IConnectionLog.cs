using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Connections;

/// <summary>What is noted about connections. The portal writes attempts and presence; tests of the protocol note nothing.</summary>
internal interface IConnectionLog
{
    /// <summary>A client broke the standard, and its connection ends.</summary>
    void Violated(MqttConnection connection, ProtocolViolation violation);

    /// <summary>An accepted connection has ended.</summary>
    void Ended(MqttConnection connection, LiveConnection live);
}
