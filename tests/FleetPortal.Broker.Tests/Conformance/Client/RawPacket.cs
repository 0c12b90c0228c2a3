using System.Text;

namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>
/// A packet that the server sent. Reading it checks what holds for every packet of a server: reserved bits, the form of integers and
/// strings, properties that the packet may have, reason codes of its table, no octets behind the end.
/// </summary>
internal sealed class RawPacket
{
    private RawPacket(byte first, int size) => (Type, Flags, Size) = ((PacketType)(first >> 4), (byte)(first & 0x0F), size);

    /// <summary>The type of the packet.</summary>
    public PacketType Type { get; }

    /// <summary>The lower four bits of the first octet.</summary>
    public byte Flags { get; }

    /// <summary>The length of the whole packet in octets.</summary>
    public int Size { get; }

    /// <summary>The packet identifier, or 0.</summary>
    public int Id { get; private set; }

    /// <summary>The reason codes; the return code of MQTT 3.1.1; 0 where the packet leaves it out.</summary>
    public byte[] Codes { get; private set; } = [];

    /// <summary>The only reason code.</summary>
    public byte Code => Codes.Length == 1 ? Codes[0] : throw new InvalidDataException($"{this} has {Codes.Length} reason codes.");

    /// <summary>Session Present of CONNACK.</summary>
    public bool SessionPresent { get; private set; }

    /// <summary>The topic name of PUBLISH.</summary>
    public string Topic { get; private set; } = "";

    /// <summary>The payload of PUBLISH.</summary>
    public byte[] Payload { get; private set; } = [];

    /// <summary>The payload as text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The QoS of a PUBLISH.</summary>
    public int QoS => Flags >> 1 & 3;

    /// <summary>Whether a PUBLISH has RETAIN.</summary>
    public bool Retain => (Flags & 1) != 0;

    /// <summary>Whether a PUBLISH has DUP.</summary>
    public bool Dup => (Flags & 8) != 0;

    /// <summary>The properties in the order of the packet, by identifier.</summary>
    public Dictionary<Prop, List<object>> Properties { get; private set; } = [];

    /// <summary>The user properties in the order of the packet.</summary>
    public (string Name, string Value)[] UserProperties => [.. Values<(string, string)>(Prop.UserProperty)];

    /// <summary>The subscription identifiers in the order of the packet.</summary>
    public uint[] SubscriptionIdentifiers => [.. Values<uint>(Prop.SubscriptionIdentifier)];

    /// <summary>The value of a property, or null.</summary>
    public object? this[Prop property] => Properties.TryGetValue(property, out var values) ? values.Single() : null;

    /// <summary>Reads the next packet of a server; null if the server closed the connection between two packets.</summary>
    public static async Task<RawPacket?> ReadAsync(Stream stream, byte version, CancellationToken cancellation)
    {
        var header = new byte[1];
        if (await stream.ReadAsync(header, cancellation) == 0)
        {
            return null;
        }
        var (first, length, size) = (header[0], 0, 1);
        for (var shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(header, cancellation);
            size++;
            length |= (header[0] & 0x7F) << shift;
            if (header[0] < 0x80)
            {
                break;
            }
            if (shift == 21)
            {
                throw new InvalidDataException("The remaining length has more than four octets.");
            }
        }
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation);
        return Parse(version, first, body, size + length);
    }

    /// <summary>Parses a packet of a server.</summary>
    public static RawPacket Parse(byte version, byte first, byte[] body, int size)
    {
        var packet = new RawPacket(first, size);
        var reader = new PacketReader(body);
        packet.ReadFields(version, reader);
        if (!reader.AtEnd)
        {
            throw new InvalidDataException($"{packet} has octets behind its end.");
        }
        packet.Check(version);
        return packet;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Type}{(Id == 0 ? "" : $" {Id}")}{(Codes.Length == 0 ? "" : $" [{Convert.ToHexString(Codes)}]")}"
        + (Type is PacketType.Publish ? $" {Topic} q{QoS}{(Retain ? " retained" : "")}{(Dup ? " dup" : "")} {Payload.Length} octets" : "")
        + (Properties.Count == 0 ? "" : $" with {string.Join(", ", Properties.Keys)}");

    private IEnumerable<T> Values<T>(Prop property) => Properties.TryGetValue(property, out var values) ? values.Cast<T>() : [];

    private void ReadFields(byte version, PacketReader reader)
    {
        switch (Type)
        {
            case PacketType.Connack:
                var flags = reader.Octet();
                SessionPresent = flags <= 1 ? flags == 1 : throw new InvalidDataException($"CONNACK has the flags 0x{flags:X2}.");
                Codes = [reader.Octet()];
                // A server refuses an unknown protocol level with the packet of MQTT 3.1.1.
                Properties = version < 5 || reader.AtEnd ? [] : Client.Properties.Read(reader);
                break;
            case PacketType.Publish:
                Topic = reader.Text();
                Id = QoS == 0 ? 0 : reader.UInt16();
                Properties = version < 5 ? [] : Client.Properties.Read(reader);
                Payload = reader.Rest();
                break;
            case PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp:
                Id = reader.UInt16();
                Codes = version < 5 || reader.AtEnd ? [0] : [reader.Octet()];
                Properties = version < 5 || reader.AtEnd ? [] : Client.Properties.Read(reader);
                break;
            case PacketType.Suback or PacketType.Unsuback:
                Id = reader.UInt16();
                Properties = version < 5 ? [] : Client.Properties.Read(reader);
                Codes = version < 5 && Type is PacketType.Unsuback ? [] : reader.Rest();
                break;
            case PacketType.Disconnect or PacketType.Auth when version >= 5:
                Codes = reader.AtEnd ? [0] : [reader.Octet()];
                Properties = reader.AtEnd ? [] : Client.Properties.Read(reader);
                break;
            case PacketType.Pingresp:
                break;
            default:
                throw new InvalidDataException($"A server of MQTT {version} must not send {Type}.");
        }
    }

    private void Check(byte version)
    {
        var flags = Type switch { PacketType.Publish => Flags, PacketType.Pubrel => 2, _ => 0 };
        if (Flags != flags || (Type is PacketType.Publish && (QoS == 3 || (QoS == 0 && Dup))))
        {
            throw new InvalidDataException($"{this} has the flags {Flags:b4}.");
        }
        if (Id == 0 && Type is not (PacketType.Connack or PacketType.Pingresp or PacketType.Disconnect or PacketType.Auth)
            && !(Type is PacketType.Publish && QoS == 0))
        {
            throw new InvalidDataException($"{this} has the packet identifier 0.");
        }
        if (version >= 5)
        {
            CheckCodesAndProperties();
        }
        else if (Type is PacketType.Suback && Codes.Any(code => code is not (0 or 1 or 2 or 0x80)))
        {
            throw new InvalidDataException($"{this} has a return code that MQTT 3.1.1 reserves.");
        }
    }

    private void CheckCodesAndProperties()
    {
        var refusesVersion = Type is PacketType.Connack && Codes[0] == Reason.UnacceptableProtocolLevel311 && Size == 4;
        if (!refusesVersion && Codes.Except(Reason.OfServer(Type)).Any())
        {
            throw new InvalidDataException($"{this} has a reason code that the packet does not know.");
        }
        if (Properties.Keys.FirstOrDefault(property => !Client.Properties.IsAllowed(property, Type)) is var other && other != 0)
        {
            throw new InvalidDataException($"{this} must not have the property {other}.");
        }
        if (Type is PacketType.Disconnect && Properties.ContainsKey(Prop.SessionExpiryInterval))
        {
            throw new InvalidDataException("A server must not send Session Expiry Interval with DISCONNECT.");
        }
        var many = Properties.FirstOrDefault(property => property.Value.Count > 1 && property.Key is not Prop.UserProperty
            && !(property.Key is Prop.SubscriptionIdentifier && Type is PacketType.Publish)).Key;
        if (many != 0)
        {
            throw new InvalidDataException($"{this} has the property {many} more than once.");
        }
    }
}
