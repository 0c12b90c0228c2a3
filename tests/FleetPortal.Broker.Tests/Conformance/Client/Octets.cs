using System.Buffers.Binary;
using System.Text;

namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>Builds control packets as octets. Nothing is validated: a test may build what the standard forbids.</summary>
internal static class Octets
{
    /// <summary>A PINGREQ packet, which has no body.</summary>
    public static readonly byte[] Pingreq = [0xC0, 0x00];

    /// <summary>A packet: the first octet, the remaining length, the parts.</summary>
    public static byte[] Frame(int first, params byte[][] parts)
    {
        var body = Join(parts);
        return [(byte)first, .. VariableInteger((uint)body.Length), .. body];
    }

    /// <summary>Puts octets one behind the other.</summary>
    public static byte[] Join(params byte[][] parts)
    {
        var joined = new byte[parts.Sum(part => part.Length)];
        var position = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, position);
            position += part.Length;
        }
        return joined;
    }

    /// <summary>PUBLISH. The identifier is written for QoS 1, 2 and 3.</summary>
    public static byte[] Publish(byte version, string topic, byte[] payload, int qos = 0, int id = 0, bool retain = false,
        bool dup = false, params Property[] properties) =>
        Frame(0x30 | (dup ? 8 : 0) | qos << 1 | (retain ? 1 : 0), Text(topic), qos == 0 ? [] : UInt16(id),
            PropertiesOf(version, properties), payload);

    /// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP, in the short form where that is possible.</summary>
    public static byte[] Ack(byte version, PacketType type, int id, byte reason = 0, params Property[] properties) =>
        Frame((int)type << 4 | (type is PacketType.Pubrel ? 2 : 0), UInt16(id),
            version < 5 || (reason == 0 && properties.Length == 0) ? [] : [reason, .. Properties.Encode(properties)]);

    /// <summary>A SUBSCRIBE packet with its filters and options.</summary>
    public static byte[] Subscribe(byte version, int id, (string Filter, int Options)[] filters, params Property[] properties) =>
        Frame(0x82, UInt16(id), PropertiesOf(version, properties),
            [.. filters.SelectMany(filter => (byte[])[.. Text(filter.Filter), (byte)filter.Options])]);

    /// <summary>An UNSUBSCRIBE packet with its filters.</summary>
    public static byte[] Unsubscribe(byte version, int id, params string[] filters) =>
        Frame(0xA2, UInt16(id), PropertiesOf(version), [.. filters.SelectMany(Text)]);

    /// <summary>DISCONNECT, in the short form where that is possible.</summary>
    public static byte[] Disconnect(byte version, byte reason = 0, params Property[] properties) =>
        Frame(0xE0, version < 5 || (reason == 0 && properties.Length == 0) ? [] : [reason, .. Properties.Encode(properties)]);

    /// <summary>An AUTH packet of MQTT 5.0.</summary>
    public static byte[] Auth(byte reason, params Property[] properties) => Frame(0xF0, [reason], Properties.Encode(properties));

    /// <summary>The properties in MQTT 5.0, nothing in MQTT 3.1.1.</summary>
    public static byte[] PropertiesOf(byte version, params Property[] properties) => version < 5 ? [] : Properties.Encode(properties);

    /// <summary>A UTF-8 encoded string with its length.</summary>
    public static byte[] Text(string text) => Binary(Encoding.UTF8.GetBytes(text));

    /// <summary>Binary data with its length.</summary>
    public static byte[] Binary(byte[] octets) => [.. UInt16(octets.Length), .. octets];

    /// <summary>An integer of two octets.</summary>
    public static byte[] UInt16(int value) => [(byte)(value >> 8), (byte)value];

    /// <summary>An integer of four octets.</summary>
    public static byte[] UInt32(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    /// <summary>A variable byte integer in its shortest form.</summary>
    public static byte[] VariableInteger(uint value)
    {
        var octets = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            octets.Add((byte)(value | 0x80));
        }
        return [.. octets, (byte)value];
    }
}
