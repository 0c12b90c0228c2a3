using System.Buffers.Binary;
using System.Text;

namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>Reads the fields of a packet one after another and refuses what a server must not send.</summary>
internal sealed class PacketReader(byte[] body)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The index of the next octet.</summary>
    public int Position { get; private set; }

    /// <summary>Whether everything is read.</summary>
    public bool AtEnd => Position == body.Length;

    /// <summary>Reads a single octet.</summary>
    public byte Octet() => Take(1)[0];

    /// <summary>An integer of two octets.</summary>
    public int UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>An integer of four octets.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Binary data with its length.</summary>
    public byte[] Binary() => Take(UInt16()).ToArray();

    /// <summary>A UTF-8 encoded string; ill-formed octets and U+0000 fail.</summary>
    public string Text()
    {
        var text = Strict.GetString(Binary());
        return text.Contains('\0', StringComparison.Ordinal) ? throw new InvalidDataException("A string contains U+0000.") : text;
    }

    /// <summary>A variable byte integer in its shortest form; a longer form fails.</summary>
    public uint VariableInteger()
    {
        var value = 0u;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var octet = Octet();
            value |= (uint)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return octet == 0 && shift > 0 ? throw new InvalidDataException("A variable byte integer is too long.") : value;
            }
        }
        throw new InvalidDataException("A variable byte integer has more than four octets.");
    }

    /// <summary>The octets up to the end.</summary>
    public byte[] Rest() => Take(body.Length - Position).ToArray();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > body.Length - Position)
        {
            throw new InvalidDataException($"The packet ends at {body.Length}; {count} octets are wanted at {Position}.");
        }
        Position += count;
        return body.AsSpan(Position - count, count);
    }
}
