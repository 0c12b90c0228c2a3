using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>The client of the conformance tests refuses what no server may send, whatever the test expects.</summary>
public sealed class RawClientTests
{
    [Theory]
    [InlineData(5, "2103000000", "flags of the fixed header")]
    [InlineData(5, "2003020000", "reserved bits of the CONNACK flags")]
    [InlineData(5, "2003000100", "a return code of 3.1.1 in the form of 5.0")]
    [InlineData(5, "3606000174000100", "QoS 3")]
    [InlineData(5, "3804000174 00", "DUP with QoS 0")]
    [InlineData(5, "32060001740000 00", "the packet identifier 0")]
    [InlineData(5, "4003000196", "a reason code of another packet")]
    [InlineData(5, "E007000511 00000001", "Session Expiry Interval in DISCONNECT")]
    [InlineData(5, "400C000100 08 1F000161 1F000161", "a property twice")]
    [InlineData(5, "4008000100 04 03000161", "a property of another packet")]
    [InlineData(5, "4006000100 02 7F01", "an unknown property")]
    [InlineData(5, "3005000174 8000", "an overlong property length")]
    [InlineData(5, "3004000100 00", "U+0000 in a topic")]
    [InlineData(5, "30050002C08000", "ill-formed UTF-8")]
    [InlineData(5, "3006000174 03 2300", "a property that is cut")]
    [InlineData(5, "D00100", "an octet behind PINGRESP")]
    [InlineData(5, "400500010000 FF", "an octet behind the properties")]
    [InlineData(5, "D0FFFFFFFF01", "a remaining length of five octets")]
    [InlineData(5, "3007000174 03 230000", "the topic alias 0")]
    [InlineData(5, "3007000174 03 230003", "a topic alias above the maximum")]
    [InlineData(5, "300E000174 00 01020304050607080910", "a packet above the maximum size")]
    [InlineData(4, "9003000103", "a reserved return code of SUBACK")]
    [InlineData(4, "E000", "DISCONNECT of a server")]
    [InlineData(4, "F000", "AUTH")]
    [InlineData(4, "4003000100", "a reason code in PUBACK of 3.1.1")]
    [InlineData(5, "C000", "PINGREQ of a server")]
    public async Task APacketThatNoServerMaySend_Fails(byte version, string octets, string why)
    {
        var packet = Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal));
        await using var client = new RawClient(new MemoryStream(packet), version) { MaximumPacketSize = 14, TopicAliasMaximum = 2 };
        var failure = await Record.ExceptionAsync(client.NextAsync);
        Assert.True(failure is Xunit.Sdk.XunitException, $"The client took {why}: {failure}");
    }

    [Theory]
    [InlineData(5, "2003000000")]
    [InlineData(5, "20020001")]
    [InlineData(5, "3007000174 03 230002")]
    [InlineData(5, "4003000110")]
    [InlineData(5, "40020001")]
    [InlineData(4, "90050001000180")]
    [InlineData(4, "B0020001")]
    public async Task APacketThatAServerMaySend_IsRead(byte version, string octets)
    {
        var packet = Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal));
        await using var client = new RawClient(new MemoryStream(packet), version) { MaximumPacketSize = 14, TopicAliasMaximum = 2 };
        Assert.Equal(packet.Length, (await client.NextAsync()).Size);
        await client.ExpectClosedAsync();
    }
}
