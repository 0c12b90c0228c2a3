using System.Text;

namespace FleetPortal.Broker.Packets;

/// <summary>A CONNECT (MQTT 5 §3.1, MQTT 3.1.1 §3.1).</summary>
internal sealed class ConnectPacket
{
    private const string Name = "MQTT";
    private const string Name31 = "MQIsdp";

    // Mosquitto's bridges set it to say what they are, and leave it out after the answer.
    private const byte BridgeBit = 0x80;

    /// <summary>The protocol level that the client speaks.</summary>
    public required ProtocolLevel Level { get; init; }

    /// <summary>Clean Start of MQTT 5, Clean Session of MQTT 3.1.1: the client wants no earlier session.</summary>
    public required bool CleanStart { get; init; }

    /// <summary>Seconds; 0 turns the keep alive off.</summary>
    public required ushort KeepAlive { get; init; }

    /// <summary>The client identifier; may be empty.</summary>
    public required string ClientId { get; init; }

    /// <summary>The properties; empty in MQTT 3.1.1.</summary>
    public required PacketProperties Properties { get; init; }

    /// <summary>The will; null without one.</summary>
    public WillPacket? Will { get; init; }

    /// <summary>
    /// The rolling proof that the client shows: the user property, or a user name <c>proof=VALUE</c>; null for none. Any other user name
    /// has no meaning.
    /// </summary>
    public string? Proof { get; init; }

    /// <summary>
    /// Seconds for which the session lives after its connection. MQTT 3.1.1 without Clean Session asks for a session that never ends.
    /// </summary>
    public uint SessionExpiry => Level == ProtocolLevel.Mqtt5 ? Properties.SessionExpiryInterval ?? 0 : CleanStart ? 0 : uint.MaxValue;

    /// <summary>Reads the protocol name and level, which decide how everything after them is read and answered.</summary>
    /// <exception cref="ProtocolViolation">The name or the level is not known.</exception>
    public static ProtocolLevel ReadLevel(ref PacketReader reader)
    {
        var name = reader.ReadString();
        var level = reader.ReadByte();
        return (name, level) switch
        {
            (Name, (byte)ProtocolLevel.Mqtt5) => ProtocolLevel.Mqtt5,
            (Name, (byte)ProtocolLevel.Mqtt311) => ProtocolLevel.Mqtt311,
            (Name31, (byte)ProtocolLevel.Mqtt31) => ProtocolLevel.Mqtt31,
            _ => throw new ProtocolViolation(ReasonCode.UnsupportedProtocolVersion, BrokerRefusals.ProtocolLevelUnknown,
                $"protocol {(name.Length > Name31.Length ? name[..Name31.Length] + "…" : name)}, level {level}",
                "Use MQTT 5 (level 5) or MQTT 3.1.1 (level 4)."
                + (level >= BridgeBit ? " A mosquitto bridge then does so by itself; set its try_private to false." : "")),
        };
    }

    /// <summary>Reads what follows the protocol level.</summary>
    public static ConnectPacket Read(ref PacketReader reader, ProtocolLevel level)
    {
        var flags = reader.ReadByte();
        RequireFlags(flags, level);
        var keepAlive = reader.ReadUInt16();
        var properties = level == ProtocolLevel.Mqtt5 ? PacketProperties.Read(ref reader, PropertySet.Connect) : PacketProperties.None;
        if (properties.Has(PropertyId.AuthenticationData) && properties.AuthenticationMethod is null)
        {
            throw ProtocolViolation.Error("authentication data without a method (MQTT 5 §3.1.2.11.10)");
        }

        var clientId = reader.ReadString();
        var will = (flags & 0x04) != 0 ? WillPacket.Read(ref reader, level, flags) : null;
        var userName = (flags & 0x80) != 0 ? reader.ReadUtf8() : [];

        if ((flags & 0x40) != 0)
        {
            reader.ReadBinary();
        }

        reader.RequireEnd();
        return new ConnectPacket
        {
            Level = level,
            CleanStart = (flags & 0x02) != 0,
            KeepAlive = keepAlive,
            ClientId = clientId,
            Properties = properties,
            Will = will,
            Proof = properties.Proof ?? ProofOf(userName),
        };
    }

    private static string? ProofOf(ReadOnlySpan<byte> userName) =>
        userName.StartsWith("proof="u8) ? Encoding.UTF8.GetString(userName["proof="u8.Length..]) : null;

    private static void RequireFlags(byte flags, ProtocolLevel level)
    {
        var fault = (flags & 0x01) != 0 ? "the reserved flag of CONNECT is set (MQTT-3.1.2-3)"
            : (flags & 0x18) == 0x18 ? "the QoS of the will is 3 (MQTT-3.1.2-12)"
            : (flags & 0x04) == 0 && (flags & 0x38) != 0 ? "CONNECT has flags of a will, but no will (MQTT-3.1.2-11)"
            : level != ProtocolLevel.Mqtt5 && (flags & 0xC0) == 0x40 ? "CONNECT has a password without a user name (MQTT-3.1.2-22)"
            : null;
        if (fault is not null)
        {
            throw ProtocolViolation.Malformed(fault);
        }
    }
}
