using System.Buffers;
using CsCheck;
using Xunit;

namespace FleetPortal.Broker.Tests;

public sealed class FixedHeaderTests
{
    private const int MaxLength = 268_435_455;

    [Theory]
    [InlineData(0, 2)]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(16_383, 3)]
    [InlineData(16_384, 4)]
    [InlineData(2_097_151, 4)]
    [InlineData(2_097_152, 5)]
    [InlineData(MaxLength, 5)]
    public void TheBoundsOfTheStandardsTable_AreRead(int length, int header) =>
        Assert.Equal(new FixedHeader(1, header, length), FixedHeader.Peek(new ReadOnlySequence<byte>(Encode(0x10, length))));

    [Fact]
    public void EveryLength_IsReadBack_AndAnIncompleteHeaderIsNoHeader() => Gen.Select(Gen.Int[0, MaxLength], Gen.Int[1, 15])
        .Sample((length, type) =>
    {
        var octets = Encode((byte)(type << 4), length);
        return FixedHeader.Peek(new ReadOnlySequence<byte>(octets)) == new FixedHeader(type, octets.Length, length)
            && Enumerable.Range(0, octets.Length).All(cut => FixedHeader.Peek(new ReadOnlySequence<byte>(octets, 0, cut)) is null);
    });

    [Fact]
    public void AFifthLengthOctet_IsMalformed() =>
        Assert.Throws<InvalidDataException>(() =>
            FixedHeader.Peek(new ReadOnlySequence<byte>(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })));

    /// <summary>The variable byte integer of MQTT 5 §1.5.5.</summary>
    private static byte[] Encode(byte first, int length)
    {
        var octets = new List<byte> { first };
        do
        {
            var octet = (byte)(length % 128);
            length /= 128;
            octets.Add(length > 0 ? (byte)(octet | 128) : octet);
        }
        while (length > 0);
        return [.. octets];
    }
}
