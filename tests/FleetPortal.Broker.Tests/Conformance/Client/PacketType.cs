namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>The types of control packets (table 2-1).</summary>
internal enum PacketType
{
    Connect = 1,
    Connack,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Suback,
    Unsubscribe,
    Unsuback,
    Pingreq,
    Pingresp,
    Disconnect,
    Auth,
}
