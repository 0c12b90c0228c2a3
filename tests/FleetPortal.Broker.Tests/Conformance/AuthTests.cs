using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Enhanced authentication, which the server does not support (sections 3.15 and 4.12).</summary>
public sealed class AuthTests : ConformanceTest
{
    [Fact]
    public async Task AnAuthenticationMethod_IsRefusedWithBadAuthenticationMethod()
    {
        var client = await OpenAsync(5);
        await client.SendAsync((new Connect(5, "one")
        {
            Properties = [(Prop.AuthenticationMethod, "SCRAM-SHA-256"), (Prop.AuthenticationData, new byte[] { 1, 2 })],
        }).ToOctets());
        var connack = await client.ExpectAsync(PacketType.Connack);
        Assert.Equal((Reason.BadAuthenticationMethod, false), (connack.Code, connack.SessionPresent));
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task ARefusedAuthentication_LeavesTheOlderConnectionAndItsSession()
    {
        var older = await ConnectToSessionAsync(5, "one");
        var client = await OpenAsync(5);
        await client.SendAsync((new Connect(5, "one") { Properties = [(Prop.AuthenticationMethod, "unknown")] }).ToOctets());
        Assert.Equal(Reason.BadAuthenticationMethod, (await client.ExpectAsync(PacketType.Connack)).Code);
        await client.ExpectClosedAsync();
        await older.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AuthWithoutAMethodInConnect_IsAProtocolError()
    {
        foreach (var reason in (byte[])[0x00, 0x18, 0x19])
        {
            var client = await ConnectAsync(5, $"one {reason}");
            await client.SendAsync(Octets.Auth(reason, (Prop.AuthenticationMethod, "PLAIN")));
            await client.ExpectDisconnectedAsync(Reason.ProtocolError);
        }
    }

    [Fact]
    public async Task AuthAsTheFirstPacket_ClosesTheConnection()
    {
        var client = await OpenAsync(5);
        await client.SendAsync(Octets.Auth(0x18, (Prop.AuthenticationMethod, "PLAIN")));
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task AuthDoesNotExist_In311()
    {
        var client = await ConnectAsync(4, "one");
        await client.SendAsync(Octets.Frame(0xF0));
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task WithoutAMethod_TheServerSendsNeitherAuthNorAMethod()
    {
        var client = await ConnectAsync(5, "one");
        Assert.Null(client.Connack[Prop.AuthenticationMethod]);
        Assert.Null(client.Connack[Prop.AuthenticationData]);
        await client.ExpectSilenceAsync();
    }
}
