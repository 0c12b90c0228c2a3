using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;

namespace FleetPortal.Broker.Handshakes;

/// <summary>What is known of a header of the PROXY protocol.</summary>
internal enum ProxyHeaderReading
{
    /// <summary>More octets are needed.</summary>
    Incomplete,

    /// <summary>The header was read.</summary>
    Complete,

    /// <summary>The octets are not a header of the PROXY protocol.</summary>
    Missing,

    /// <summary>The header breaks the rules of the PROXY protocol.</summary>
    Malformed,
}

/// <summary>
/// The header of the PROXY protocol, versions 1 and 2 (https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt). A proxy sends it
/// before the octets of the client, and names the client's address in it.
/// </summary>
/// <param name="Source">The address of the client; null if the proxy speaks for itself (LOCAL, UNKNOWN).</param>
/// <param name="Length">The length of the header in octets.</param>
internal readonly record struct ProxyHeader(IPEndPoint? Source, int Length)
{
    /// <summary>The most octets of a header of version 1 (§2.1).</summary>
    public const int MaxVersion1 = 107;

    /// <summary>
    /// The most octets of a header of version 2. The protocol allows 64 KiB; addresses and the usual TLVs need less than 1 KiB.
    /// </summary>
    public const int MaxVersion2 = 2 * 1024;

    private const int Fixed = 16;
    private const int Inet = 12;
    private const int Inet6 = 36;
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;
    private const byte Checksum = 0x03;
    private const int ChecksumOctets = 4;

    private static ReadOnlySpan<byte> Signature1 => "PROXY "u8;

    private static ReadOnlySpan<byte> Signature2 => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Whether octets begin with the signature of a header, or are a part of it that no other protocol sends.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> octets) => octets.StartsWith(Signature1) || octets.StartsWith(Signature2);

    /// <summary>Reads the header. Nothing is consumed.</summary>
    public static ProxyHeaderReading Read(ReadOnlySequence<byte> octets, out ProxyHeader header)
    {
        header = default;
        var start = octets.Slice(0, Math.Min(octets.Length, MaxVersion2));
        var span = start.IsSingleSegment ? start.FirstSpan : start.ToArray();
        if (IsPrefix(span, Signature2))
        {
            return span.Length < Fixed ? ProxyHeaderReading.Incomplete : ReadVersion2(span, out header);
        }

        return !IsPrefix(span, Signature1) ? ProxyHeaderReading.Missing
            : span.Length < Signature1.Length ? ProxyHeaderReading.Incomplete : ReadVersion1(span, out header);
    }

    private static bool IsPrefix(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> signature) =>
        octets.Length < signature.Length ? signature.StartsWith(octets) : octets.StartsWith(signature);

    private static ProxyHeaderReading ReadVersion1(ReadOnlySpan<byte> octets, out ProxyHeader header)
    {
        header = default;
        var line = octets[..Math.Min(octets.Length, MaxVersion1)];
        var end = line.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return octets.Length < MaxVersion1 ? ProxyHeaderReading.Incomplete : ProxyHeaderReading.Malformed;
        }

        var length = end + 2;
        var parts = Encoding.Latin1.GetString(line[..end]).Split(' ');
        if (parts[1] == "UNKNOWN")
        {
            header = new ProxyHeader(null, length);
            return ProxyHeaderReading.Complete;
        }

        var family = parts[1] switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        if (parts.Length != 6 || AddressOf(parts[2], family) is not { } source || AddressOf(parts[3], family) is null
            || PortOf(parts[4]) is not { } port || PortOf(parts[5]) is null)
        {
            return ProxyHeaderReading.Malformed;
        }

        header = new ProxyHeader(new IPEndPoint(source, port), length);
        return ProxyHeaderReading.Complete;
    }

    /// <summary>An address in the one spelling that §2.1 allows: no leading zeros, no octal or short forms, no scope.</summary>
    private static IPAddress? AddressOf(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family
        && (family == AddressFamily.InterNetworkV6
            ? !text.Contains('%', StringComparison.Ordinal) && text[0] != '[' : address.ToString() == text)
            ? address : null;

    private static int? PortOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port.ToString(CultureInfo.InvariantCulture) == text ? port : null;

    private static ProxyHeaderReading ReadVersion2(ReadOnlySpan<byte> octets, out ProxyHeader header)
    {
        header = default;
        var (command, family) = (octets[12], octets[13]);
        var length = Fixed + BinaryPrimitives.ReadUInt16BigEndian(octets[14..]);
        if (command is not (Local or Proxied) || length > MaxVersion2)
        {
            return ProxyHeaderReading.Malformed;
        }

        if (octets.Length < length)
        {
            return ProxyHeaderReading.Incomplete;
        }

        // TCP over IPv4 and over IPv6. A device has no address of another family.
        var addresses = family switch
        {
            0x11 => Inet,
            0x21 => Inet6,
            _ => 0,
        };
        if (length < Fixed + addresses || (command == Proxied && addresses == 0) || !TlvsAreValid(octets[..length], Fixed + addresses))
        {
            return ProxyHeaderReading.Malformed;
        }

        var body = octets[Fixed..];
        header = new ProxyHeader(command == Local ? null : family == 0x11
            ? new IPEndPoint(new IPAddress(body[..4]), BinaryPrimitives.ReadUInt16BigEndian(body[8..]))
            : new IPEndPoint(new IPAddress(body[..16]), BinaryPrimitives.ReadUInt16BigEndian(body[32..])), length);
        return ProxyHeaderReading.Complete;
    }

    /// <summary>Whether the TLVs fill the header exactly (§2.2), and the checksum is right if there is one (§2.2.3).</summary>
    private static bool TlvsAreValid(ReadOnlySpan<byte> header, int start)
    {
        var at = start;
        while (at < header.Length)
        {
            if (header.Length - at < 3)
            {
                return false;
            }

            var (kind, length) = (header[at], BinaryPrimitives.ReadUInt16BigEndian(header[(at + 1)..]));
            at += 3;
            if (length > header.Length - at || (kind == Checksum && (length != ChecksumOctets || !ChecksumIsRight(header, at))))
            {
                return false;
            }

            at += length;
        }

        return true;
    }

    private static bool ChecksumIsRight(ReadOnlySpan<byte> header, int at)
    {
        var crc = uint.MaxValue;
        for (var i = 0; i < header.Length; i++)
        {
            crc = BitOperations.Crc32C(crc, i >= at && i < at + ChecksumOctets ? (byte)0 : header[i]);
        }

        return ~crc == BinaryPrimitives.ReadUInt32BigEndian(header[at..]);
    }
}
