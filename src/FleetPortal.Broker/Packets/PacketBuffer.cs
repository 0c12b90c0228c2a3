using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FleetPortal.Broker.Packets;

/// <summary>
/// Octets to send. Its array is rented when the first octet is written and returned by <see cref="Release"/>, so that an idle connection
/// holds none. The caller bounds its length.
/// </summary>
internal sealed class PacketBuffer
{
    private const int Smallest = 512;

    private byte[]? _octets;

    /// <summary>The number of octets.</summary>
    public int Length { get; private set; }

    /// <summary>The octets that were written.</summary>
    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, Length);

    /// <summary>The number of octets of a variable byte integer.</summary>
    public static int SizeOfVariableInteger(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;

    /// <summary>Appends one octet to the buffer.</summary>
    public void WriteByte(byte value) => Grow(1)[0] = value;

    /// <summary>Appends a two octet integer (MQTT 5 §1.5.2).</summary>
    public void WriteUInt16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Grow(2), (ushort)value);

    /// <summary>Appends a four octet integer (§1.5.3).</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Grow(4), value);

    /// <summary>Appends a variable byte integer (§1.5.5).</summary>
    public void WriteVariableInteger(int value)
    {
        do
        {
            var octet = (byte)(value & 0x7F);
            value >>= 7;
            WriteByte(value > 0 ? (byte)(octet | 0x80) : octet);
        }
        while (value > 0);
    }

    /// <summary>Appends octets as they are.</summary>
    public void Write(ReadOnlySpan<byte> octets) => octets.CopyTo(Grow(octets.Length));

    /// <summary>Appends octets with their length (§1.5.6).</summary>
    public void WriteBinary(ReadOnlySpan<byte> octets)
    {
        WriteUInt16(octets.Length);
        Write(octets);
    }

    /// <summary>Appends a string with its length (§1.5.4).</summary>
    public void WriteString(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteUInt16(length);
        Encoding.UTF8.GetBytes(text, Grow(length));
    }

    /// <summary>Empties the buffer and returns its array.</summary>
    public void Release()
    {
        if (_octets is { } octets)
        {
            ArrayPool<byte>.Shared.Return(octets);
        }

        (_octets, Length) = (null, 0);
    }

    private Span<byte> Grow(int more)
    {
        var needed = Length + more;
        if (_octets is null || _octets.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Smallest, Math.Max(needed, Length * 2)));
            _octets.AsSpan(0, Length).CopyTo(larger);
            if (_octets is not null)
            {
                ArrayPool<byte>.Shared.Return(_octets);
            }

            _octets = larger;
        }

        var span = _octets.AsSpan(Length, more);
        Length = needed;
        return span;
    }
}
