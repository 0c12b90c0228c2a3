using System.Text;

namespace FleetPortal.Broker.Packets;

/// <summary>
/// The properties of one MQTT 5 packet (§2.2.2). Reading refuses a property that the packet may not have, and one that occurs twice.
/// </summary>
internal sealed class PacketProperties
{
    /// <summary>The name of the user property with the rolling proof, in CONNECT and CONNACK.</summary>
    public const string ProofName = "fleet-proof";

    private const int MaxSubscriptionIdentifier = 268_435_455;

    /// <summary>The properties of a packet without any.</summary>
    public static PacketProperties None { get; } = new();

    private ulong _seen;
    private byte[]? _forwarded;

    /// <summary>Seconds until the session expires after its connection; null if absent.</summary>
    public uint? SessionExpiryInterval { get; private set; }

    /// <summary>The most unacknowledged messages; null if absent.</summary>
    public ushort? ReceiveMaximum { get; private set; }

    /// <summary>The largest packet in octets; null if absent.</summary>
    public uint? MaximumPacketSize { get; private set; }

    /// <summary>The highest topic alias; 0 if absent.</summary>
    public ushort TopicAliasMaximum { get; private set; }

    /// <summary>The topic alias; null if absent.</summary>
    public ushort? TopicAlias { get; private set; }

    /// <summary>Whether the client asks for reason strings. Absent means that it does.</summary>
    public bool RequestProblemInformation { get; private set; } = true;

    /// <summary>The method of enhanced authentication; null if absent.</summary>
    public string? AuthenticationMethod { get; private set; }

    /// <summary>Seconds between the end of the connection and the will.</summary>
    public uint WillDelayInterval { get; private set; }

    /// <summary>Seconds until the message expires; null if absent.</summary>
    public uint? MessageExpiryInterval { get; private set; }

    /// <summary>The topic for the response; null if absent.</summary>
    public string? ResponseTopic { get; private set; }

    /// <summary>The subscription identifier; 0 if absent.</summary>
    public uint SubscriptionIdentifier { get; private set; }

    /// <summary>The rolling proof: the value of the user property <see cref="ProofName"/>; null if absent.</summary>
    public string? Proof { get; private set; }

    /// <summary>
    /// The properties of a message that are passed on unchanged and in their order, as octets of the packet: payload format indicator,
    /// content type, response topic, correlation data and user properties (§3.3.2.3). Empty for none.
    /// </summary>
    public byte[] Forwarded => _forwarded ?? [];

    /// <summary>Reads the length and the properties of a packet.</summary>
    /// <param name="reader">The reader at the property length.</param>
    /// <param name="allowed">The properties that the packet may have.</param>
    /// <param name="withoutPrefix">User properties whose name begins with this are not passed on; null passes all on.</param>
    public static PacketProperties Read(ref PacketReader reader, PropertySet allowed, string? withoutPrefix = null)
    {
        var length = reader.ReadVariableInteger();
        if (length == 0)
        {
            return None;
        }

        var octets = reader.Take((int)length);
        var properties = new PacketProperties();
        var one = new PacketReader(octets);
        var kept = allowed.ForwardsMessages ? new byte[octets.Length] : null;
        var keptLength = 0;
        while (!one.IsAtEnd)
        {
            var before = one.Remaining;
            var keep = properties.ReadOne(ref one, allowed, withoutPrefix);
            if (keep && kept is not null)
            {
                var raw = octets.Slice(octets.Length - before, before - one.Remaining);
                raw.CopyTo(kept.AsSpan(keptLength));
                keptLength += raw.Length;
            }
        }

        properties._forwarded = keptLength == 0 ? null : keptLength == kept!.Length ? kept : kept[..keptLength];
        return properties;
    }

    /// <summary>Whether the packet has a property.</summary>
    public bool Has(PropertyId id) => (_seen & (1UL << (int)id)) != 0;

    private bool ReadOne(ref PacketReader reader, PropertySet allowed, string? withoutPrefix)
    {
        var number = reader.ReadVariableInteger();
        if (number > (uint)PropertyId.SharedSubscriptionAvailable || !allowed.Contains((PropertyId)number))
        {
            throw ProtocolViolation.Malformed($"property {number} is not allowed in {allowed.Packet} (MQTT 5 §2.2.2.2)");
        }

        var id = (PropertyId)number;
        if (Has(id) && id != PropertyId.UserProperty)
        {
            throw ProtocolViolation.Error($"property {id} occurs twice in {allowed.Packet} (MQTT 5 §2.2.2.2)");
        }

        _seen |= 1UL << (int)id;
        switch (id)
        {
            case PropertyId.SessionExpiryInterval:
                SessionExpiryInterval = reader.ReadUInt32();
                return false;
            case PropertyId.ReceiveMaximum:
                ReceiveMaximum = NotZero(reader.ReadUInt16(), id);
                return false;
            case PropertyId.MaximumPacketSize:
                MaximumPacketSize = reader.ReadUInt32() is var size and > 0 ? size : throw Zero(id);
                return false;
            case PropertyId.TopicAliasMaximum:
                TopicAliasMaximum = reader.ReadUInt16();
                return false;
            case PropertyId.TopicAlias:
                TopicAlias = reader.ReadUInt16();
                return false;
            case PropertyId.RequestProblemInformation:
                RequestProblemInformation = ReadFlag(ref reader, id);
                return false;
            case PropertyId.RequestResponseInformation:
                ReadFlag(ref reader, id);
                return false;
            case PropertyId.AuthenticationMethod:
                AuthenticationMethod = reader.ReadString();
                return false;
            case PropertyId.AuthenticationData:
                reader.ReadBinary();
                return false;
            case PropertyId.WillDelayInterval:
                WillDelayInterval = reader.ReadUInt32();
                return false;
            case PropertyId.MessageExpiryInterval:
                MessageExpiryInterval = reader.ReadUInt32();
                return false;
            case PropertyId.SubscriptionIdentifier:
                SubscriptionIdentifier = reader.ReadVariableInteger() is var identifier and > 0 and <= MaxSubscriptionIdentifier
                    ? identifier : throw Zero(id);
                return false;
            case PropertyId.PayloadFormatIndicator:
                ReadFlag(ref reader, id);
                return true;
            case PropertyId.ResponseTopic:
                ResponseTopic = ReadResponseTopic(ref reader);
                return true;
            case PropertyId.CorrelationData:
                reader.ReadBinary();
                return true;
            case PropertyId.UserProperty:
                var name = reader.ReadUtf8();
                var text = reader.ReadUtf8();
                if (!allowed.ForwardsMessages && name.SequenceEqual("fleet-proof"u8))
                {
                    Proof = Encoding.UTF8.GetString(text);
                }

                return withoutPrefix is null || !StartsWith(name, withoutPrefix);
            default:
                // Content type, reason string, server reference: strings that are checked.
                reader.ReadUtf8();
                return true;
        }
    }

    private static string ReadResponseTopic(ref PacketReader reader)
    {
        var topic = reader.ReadString();
        return topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0
            ? topic : throw ProtocolViolation.Error("the response topic is empty or contains a wildcard (MQTT-3.3.2-14)");
    }

    private static bool StartsWith(ReadOnlySpan<byte> name, string prefix) =>
        name.Length >= prefix.Length && Encoding.UTF8.GetString(name[..prefix.Length]).Equals(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool ReadFlag(ref PacketReader reader, PropertyId id) => reader.ReadByte() switch
    {
        0 => false,
        1 => true,
        var value => throw ProtocolViolation.Error($"property {id} is {value}, and only 0 and 1 are allowed"),
    };

    private static ushort NotZero(ushort value, PropertyId id) => value != 0 ? value : throw Zero(id);

    private static ProtocolViolation Zero(PropertyId id) => ProtocolViolation.Error($"property {id} is 0, which is not allowed");
}
