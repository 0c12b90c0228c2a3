namespace FleetPortal.Broker.Packets;

/// <summary>A packet that the standard forbids. It ends the connection (MQTT 5 §4.13).</summary>
/// <param name="reason">The reason code of DISCONNECT, or of CONNACK before a session exists.</param>
/// <param name="code">The stable code of the attempt, one of <see cref="BrokerRefusals"/>.</param>
/// <param name="compared">What was found, and the clause of the standard that forbids it.</param>
/// <param name="remedy">What the device should do.</param>
internal sealed class ProtocolViolation(ReasonCode reason, string code, string compared, string remedy)
    : Exception($"{code}: {compared}")
{
    /// <summary>The reason code of DISCONNECT, or of CONNACK before a session exists.</summary>
    public ReasonCode Reason { get; } = reason;

    /// <summary>The stable code of the attempt.</summary>
    public string Code { get; } = code;

    /// <summary>What was found in the packet.</summary>
    public string Compared { get; } = compared;

    /// <summary>What the device should do.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>A packet that cannot be read.</summary>
    public static ProtocolViolation Malformed(string compared) =>
        new(ReasonCode.MalformedPacket, BrokerRefusals.PacketMalformed, compared, "Send packets as MQTT 3.1.1 or 5 defines them.");

    /// <summary>A packet that can be read and is not allowed here.</summary>
    public static ProtocolViolation Error(string compared) =>
        new(ReasonCode.ProtocolError, BrokerRefusals.ProtocolError, compared, "Send packets in the order that MQTT defines.");
}
