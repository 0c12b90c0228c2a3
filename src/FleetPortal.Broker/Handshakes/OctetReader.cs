using System.Buffers.Binary;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// Reads numbers and vectors of TLS (RFC 8446 §3). After a read beyond the end, <see cref="Failed"/> is set and reads give zero.
/// </summary>
internal ref struct OctetReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>Whether a read went beyond the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether nothing is left to read.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte Number8() => Take(1) is [var number] ? number : (byte)0;

    public ushort Number16() => Take(2) is { Length: 2 } number ? BinaryPrimitives.ReadUInt16BigEndian(number) : (ushort)0;

    /// <summary>A vector with a length of one octet.</summary>
    public ReadOnlySpan<byte> Vector8() => Take(Number8());

    /// <summary>A vector with a length of two octets.</summary>
    public ReadOnlySpan<byte> Vector16() => Take(Number16());
}
