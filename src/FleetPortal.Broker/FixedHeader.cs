using System.Buffers;

namespace FleetPortal.Broker;

/// <summary>The fixed header of an MQTT packet (MQTT 5 §2.1.1): its type, its flags and its remaining length.</summary>
/// <param name="PacketType">The type, 0 to 15.</param>
/// <param name="HeaderLength">The octets of the header.</param>
/// <param name="RemainingLength">The octets that follow the header.</param>
/// <param name="Flags">The four flags.</param>
internal readonly record struct FixedHeader(int PacketType, int HeaderLength, int RemainingLength, int Flags = 0)
{
    /// <summary>CONNECT, MQTT 5 §2.1.2.</summary>
    public const int Connect = 1;

    private const int MaxLengthOctets = 4;

    /// <summary>The whole packet in octets.</summary>
    public long PacketLength => (long)HeaderLength + RemainingLength;

    /// <summary>Reads a header without consuming it; null if the buffer does not hold all of it.</summary>
    /// <exception cref="InvalidDataException">The variable byte integer has more than four octets (§1.5.5).</exception>
    public static FixedHeader? Peek(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var first))
        {
            return null;
        }

        var length = 0;
        for (var i = 0; i < MaxLengthOctets; i++)
        {
            if (!reader.TryRead(out var octet))
            {
                return null;
            }

            length |= (octet & 0x7F) << (7 * i);
            if ((octet & 0x80) == 0)
            {
                return new FixedHeader(first >> 4, i + 2, length, first & 0x0F);
            }
        }

        throw new InvalidDataException("The length of the packet has more than four octets.");
    }
}
