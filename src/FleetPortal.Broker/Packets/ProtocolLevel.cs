namespace FleetPortal.Broker.Packets;

/// <summary>The protocol level of CONNECT (MQTT 5 §3.1.2.2).</summary>
internal enum ProtocolLevel : byte
{
    /// <summary>MQTT 3.1, with the protocol name MQIsdp. It follows the rules of 3.1.1.</summary>
    Mqtt31 = 3,

    /// <summary>MQTT 3.1.1, an OASIS standard of 2014.</summary>
    Mqtt311 = 4,

    /// <summary>MQTT 5.0, an OASIS standard of 2019.</summary>
    Mqtt5 = 5,
}
