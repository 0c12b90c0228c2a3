using System.Buffers;
using System.Text;
using CsCheck;
using FleetPortal.Broker.Handshakes;
using Xunit;

namespace FleetPortal.Broker.Tests.Handshakes;

/// <summary>Headers of the PROXY protocol, versions 1 and 2.</summary>
public sealed class ProxyHeaderTests
{
    private static readonly byte[] Signature = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];
    private static readonly byte[] Inet = [203, 0, 113, 9, 192, 0, 2, 1, 0x30, 0x39, 0x22, 0xB3];

    [Theory]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 12345 8883\r\n", "203.0.113.9:12345")]
    [InlineData("PROXY TCP6 2001:db8::9 2001:db8::1 12345 8883\r\n", "[2001:db8::9]:12345")]
    [InlineData("PROXY UNKNOWN\r\n", null)]
    [InlineData("PROXY UNKNOWN ffff::1 whatever 1 2\r\n", null)]
    public void Version1_NamesTheAddress(string text, string? source)
    {
        var octets = Encoding.ASCII.GetBytes(text + "next");
        Assert.Equal(ProxyHeaderReading.Complete, Read(octets, out var header));
        Assert.Equal((source, octets.Length - 4), (header.Source?.ToString(), header.Length));
        for (var length = 0; length < octets.Length - 4; length++)
        {
            Assert.Equal(ProxyHeaderReading.Incomplete, Read(octets[..length], out _));
        }
    }

    [Theory]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 12345\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 12345 8883 \r\n")]
    [InlineData("PROXY TCP4 203.0.113.09 192.0.2.1 12345 8883\r\n")]
    [InlineData("PROXY TCP4 203.0.29961 192.0.2.1 12345 8883\r\n")]
    [InlineData("PROXY TCP4 2001:db8::9 2001:db8::1 12345 8883\r\n")]
    [InlineData("PROXY TCP6 203.0.113.9 192.0.2.1 12345 8883\r\n")]
    [InlineData("PROXY TCP6 fe80::1%eth0 2001:db8::1 12345 8883\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 65536 8883\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 012345 8883\r\n")]
    [InlineData("PROXY TCP4  203.0.113.9 192.0.2.1 12345 8883\r\n")]
    [InlineData("PROXY tcp4 203.0.113.9 192.0.2.1 12345 8883\r\n")]
    [InlineData("PROXY \r\n")]
    public void AVersion1ThatBreaksTheRules_IsMalformed(string text) =>
        Assert.Equal(ProxyHeaderReading.Malformed, Read(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void AVersion1WithoutAnEnd_IsMalformed_After107Octets()
    {
        var octets = Encoding.ASCII.GetBytes("PROXY UNKNOWN " + new string('x', 200));
        Assert.Equal(ProxyHeaderReading.Incomplete, Read(octets[..106], out _));
        Assert.Equal(ProxyHeaderReading.Malformed, Read(octets[..107], out _));
    }

    [Fact]
    public void Version2_NamesTheAddress_AndSkipsTlvs()
    {
        byte[] tlv = [0x02, 0, 3, (byte)'a', (byte)'b', (byte)'c'];
        byte[] octets = [.. Signature, 0x21, 0x11, 0, (byte)(Inet.Length + tlv.Length), .. Inet, .. tlv, 22, 3, 1];
        Assert.Equal(ProxyHeaderReading.Complete, Read(octets, out var header));
        Assert.Equal(("203.0.113.9:12345", octets.Length - 3), (header.Source?.ToString(), header.Length));
        for (var length = 0; length < header.Length; length++)
        {
            Assert.Equal(ProxyHeaderReading.Incomplete, Read(octets[..length], out _));
        }
    }

    [Fact]
    public void Version2_OfIPv6_AndOfTheProxyItself()
    {
        byte[] six = [0x20, 1, 0x0d, 0xb8, .. new byte[11], 9, .. new byte[16], 0x30, 0x39, 0x22, 0xB3];
        Assert.Equal(ProxyHeaderReading.Complete, Read([.. Signature, 0x21, 0x21, 0, 36, .. six], out var header));
        Assert.Equal("[2001:db8::9]:12345", header.Source?.ToString());
        Assert.Equal(ProxyHeaderReading.Complete, Read([.. Signature, 0x20, 0, 0, 0], out var local));
        Assert.Equal((null, 16), (local.Source, local.Length));
    }

    [Theory]
    [InlineData(0x11, 0x11, 12)]
    [InlineData(0x22, 0x11, 12)]
    [InlineData(0x21, 0x12, 12)]
    [InlineData(0x21, 0x31, 12)]
    [InlineData(0x21, 0x00, 0)]
    [InlineData(0x21, 0x11, 11)]
    [InlineData(0x21, 0x11, 13)]
    [InlineData(0x21, 0x21, 12)]
    public void AVersion2ThatBreaksTheRules_IsMalformed(byte command, byte family, byte length) => Assert.Equal(
        ProxyHeaderReading.Malformed, Read([.. Signature, command, family, 0, length, .. new byte[length]], out _));

    [Fact]
    public void AVersion2ThatClaimsMoreThan2048Octets_IsMalformed_BeforeTheyCome() =>
        Assert.Equal(ProxyHeaderReading.Malformed, Read([.. Signature, 0x21, 0x11, 0xFF, 0xFF], out _));

    [Theory]
    [InlineData(true, ProxyHeaderReading.Complete)]
    [InlineData(false, ProxyHeaderReading.Malformed)]
    public void AChecksum_MustBeRight(bool isRight, object reading)
    {
        byte[] header = [.. Signature, 0x21, 0x11, 0, 19, .. Inet, 0x03, 0, 4, 0, 0, 0, 0];
        var crc = Crc32C(header) ^ (isRight ? 0u : 1u);
        (header[^4], header[^3], header[^2], header[^1]) = ((byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc);
        Assert.Equal(reading, Read(header, out _));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PROXX")]
    [InlineData("\r\n\r\nx")]
    public void WhatIsNoHeader_IsMissing(string text) =>
        Assert.Equal(ProxyHeaderReading.Missing, Read(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void AnyOctets_NeverThrow() => Gen.Byte.Array[0, 300].Sample(octets =>
    {
        Read(octets, out _);
        Read([.. Signature, .. octets], out _);
        Read([.. "PROXY "u8, .. octets], out _);
    });

    private static ProxyHeaderReading Read(byte[] octets, out ProxyHeader header) =>
        ProxyHeader.Read(new ReadOnlySequence<byte>(octets), out header);

    // The definition of RFC 3720, bit by bit.
    private static uint Crc32C(byte[] octets)
    {
        var crc = uint.MaxValue;
        foreach (var octet in octets)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }
}
