using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>PINGREQ, PINGRESP and the keep alive (sections 3.1.2.10, 3.12 and 3.13).</summary>
public sealed class PingTests : ConformanceTest
{
    [Theory]
    [BothVersions]
    public async Task EveryPingreq_IsAnswered(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Pingreq, Octets.Pingreq, Octets.Pingreq);
        for (var number = 0; number < 3; number++)
        {
            await client.ExpectAsync(PacketType.Pingresp);
        }
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ASilentClient_IsCutOffAfterOneAndAHalfKeepAlives(byte version)
    {
        NeedsClock();
        var observer = await ConnectAsync(version, "observer");
        await observer.SubscribeAsync("will");
        var client = await ConnectAsync(new Connect(version, "one") { KeepAlive = 10, Will = new Will("will", "gone"u8.ToArray()) });
        Assert.Null(client.Connack[Prop.ServerKeepAlive]);
        Advance(14);
        await client.ExpectSilenceAsync();
        Advance(14);
        await client.ExpectSilenceAsync();
        await observer.ExpectSilenceAsync();
        Advance(16);
        await client.ExpectDisconnectedAsync(Reason.KeepAliveTimeout);
        await observer.ReceiveAsync("will", "gone");
    }

    [Theory]
    [BothVersions]
    public async Task EveryPacketOfTheClient_ResetsTheKeepAlive(byte version)
    {
        NeedsClock();
        var client = await ConnectAsync(new Connect(version, "one") { KeepAlive = 10 });
        for (var number = 0; number < 4; number++)
        {
            Advance(12);
            await client.PublishAsync("t", "x", 1);
        }
        Advance(16);
        await client.ExpectDisconnectedAsync(Reason.KeepAliveTimeout);
    }

    [Theory]
    [BothVersions]
    public async Task PacketsOfTheServer_DoNotResetTheKeepAlive(byte version)
    {
        NeedsClock();
        var client = await ConnectAsync(new Connect(version, "one") { KeepAlive = 10 });
        await client.SubscribeAsync("t");
        var other = await ConnectAsync(version, "two");
        Advance(10);
        await other.PublishAsync("t", "x");
        await client.ReceiveAsync("t", "x");
        Advance(6);
        await client.ExpectDisconnectedAsync(Reason.KeepAliveTimeout);
    }

    [Theory]
    [BothVersions]
    public async Task WithoutAKeepAlive_AClientMayBeSilent(byte version)
    {
        NeedsClock();
        var client = await ConnectAsync(version, "one");
        Advance(7 * 24 * 3600);
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AServerKeepAlive_CountsInsteadOfTheClients()
    {
        NeedsClock();
        var client = await ConnectAsync(new Connect(5, "one") { KeepAlive = 20_000 });
        var keepAlive = (uint)client.Connack[Prop.ServerKeepAlive]!;
        Advance(keepAlive);
        await client.ExpectSilenceAsync();
        Advance((keepAlive * 1.5) + 1);
        await client.ExpectDisconnectedAsync(Reason.KeepAliveTimeout);
    }
}
