using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace FleetPortal.Broker.Packets;

/// <summary>
/// Reads the data types of MQTT (MQTT 5 §1.5) from the octets of one packet. It takes nothing that the standard forbids: lengths are
/// checked before anything is allocated, and strings must be well-formed UTF-8 without U+0000.
/// </summary>
internal ref struct PacketReader(ReadOnlySpan<byte> octets)
{
    private const int MaxIntegerOctets = 4;
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>The octets that are not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Whether all octets are read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads one octet (§1.5.1).</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads a two octet integer (§1.5.2).</summary>
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>Reads a four octet integer (§1.5.3).</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Reads a variable byte integer in its shortest form (§1.5.5).</summary>
    public uint ReadVariableInteger()
    {
        uint value = 0;
        for (var i = 0; i < MaxIntegerOctets; i++)
        {
            var octet = ReadByte();
            value |= (uint)(octet & 0x7F) << (7 * i);
            if ((octet & 0x80) == 0)
            {
                return octet == 0 && i > 0
                    ? throw ProtocolViolation.Malformed("a variable byte integer is not in its shortest form (MQTT 5 §1.5.5)") : value;
            }
        }

        throw ProtocolViolation.Malformed("a variable byte integer has more than four octets (MQTT 5 §1.5.5)");
    }

    /// <summary>Reads binary data with its length (§1.5.6).</summary>
    public ReadOnlySpan<byte> ReadBinary() => Take(ReadUInt16());

    /// <summary>Reads the octets of a string with its length, and checks them (§1.5.4).</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var octets = ReadBinary();
        if (!Utf8.IsValid(octets) || octets.Contains((byte)0))
        {
            throw ProtocolViolation.Malformed("a string is not well-formed UTF-8, or contains U+0000 (MQTT 5 §1.5.4)");
        }

        return octets;
    }

    /// <summary>Reads a string with its length (§1.5.4).</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>Reads a packet identifier, which is never 0 (§2.2.1).</summary>
    public ushort ReadPacketIdentifier()
    {
        var identifier = ReadUInt16();
        return identifier != 0 ? identifier : throw ProtocolViolation.Malformed("the packet identifier is 0 (MQTT 5 §2.2.1)");
    }

    /// <summary>Reads the given number of octets.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw ProtocolViolation.Malformed($"the packet ends within a field ({length} octets wanted, {_rest.Length} there)");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    /// <summary>Reads all remaining octets.</summary>
    public ReadOnlySpan<byte> TakeRest() => Take(_rest.Length);

    /// <summary>Requires that nothing follows.</summary>
    public readonly void RequireEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw ProtocolViolation.Malformed($"{_rest.Length} octets follow the end of the packet");
        }
    }
}
