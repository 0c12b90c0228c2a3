using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>The expiry of messages and of sessions (sections 3.1.2.11.2, 3.3.2.3.3 and 4.1 of 5.0).</summary>
public sealed class ExpiryTests : ConformanceTest
{
    [Fact]
    public async Task ASession_EndsWhenItsExpiryHasPassed()
    {
        NeedsClock();
        await (await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 60u))).DisconnectAsync();
        Advance(59);
        var back = await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 60u));
        Assert.True(back.Connack.SessionPresent);
        await back.DisconnectAsync();
        Advance(61);
        Assert.False((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AnEndedSession_HearsNothingMore()
    {
        NeedsClock();
        var first = await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 60u));
        await first.SubscribeAsync("t", 1);
        await first.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "queued", 1);
        Advance(61);
        await publisher.PublishAsync("t", "for nobody", 1);
        var second = await ConnectToSessionAsync(5, "one");
        Assert.False(second.Connack.SessionPresent);
        await second.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AnOpenConnection_KeepsItsSessionBeyondTheExpiry()
    {
        NeedsClock();
        var client = await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 60u));
        await client.SubscribeAsync("t", 1);
        Advance(1000);
        await client.PublishAsync("t", "x", 1);
        await client.ReceiveAsync("t", "x");
        Assert.True((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task TheExpiryOfTheLastConnect_Counts()
    {
        NeedsClock();
        await (await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 60u))).DisconnectAsync();
        await (await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 3600u))).DisconnectAsync();
        Advance(1800);
        Assert.True((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AConnectWithoutAnExpiry_EndsAnOlderSessionWithItsConnection()
    {
        await (await ConnectToSessionAsync(5, "one")).DisconnectAsync();
        var last = await ConnectAsync(new Connect(5, "one") { CleanStart = false });
        Assert.True(last.Connack.SessionPresent);
        await last.DisconnectAsync();
        Assert.False((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AnExpiryInDisconnect_MovesTheEnd()
    {
        NeedsClock();
        var first = await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, 60u));
        await first.DisconnectAsync(0, (Prop.SessionExpiryInterval, 3600u));
        Advance(1800);
        var second = await ConnectToSessionAsync(5, "one");
        Assert.True(second.Connack.SessionPresent);
        await second.DisconnectAsync(0, (Prop.SessionExpiryInterval, 60u));
        Advance(61);
        Assert.False((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AnExpiryAboveTheServersMaximum_IsLowered_AndTheClientIsTold()
    {
        MosquittoDiffers("has no maximum by default.");
        NeedsClock();
        const uint Maximum = 30 * 24 * 3600;
        var exact = await ConnectToSessionAsync(5, "exact", (Prop.SessionExpiryInterval, Maximum));
        Assert.Null(exact.Connack[Prop.SessionExpiryInterval]);
        var forEver = await ConnectToSessionAsync(5, "one", (Prop.SessionExpiryInterval, uint.MaxValue));
        Assert.Equal(Maximum, forEver.Connack[Prop.SessionExpiryInterval]);
        await forEver.DisconnectAsync();
        Advance(Maximum + 1);
        Assert.False((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AMessageThatWaited_CarriesTheRestOfItsExpiry()
    {
        NeedsClock();
        var publisher = await WithAbsentSubscriberAsync();
        await publisher.PublishAsync("t", "x", 1, false, (Prop.MessageExpiryInterval, 100u));
        Advance(40);
        var back = await ConnectToSessionAsync(5, "absent");
        Assert.InRange((uint)(await back.ReceiveAsync("t", "x"))[Prop.MessageExpiryInterval]!, 59u, 60u);
    }

    [Fact]
    public async Task AMessageThatWaitedTooLong_IsNotDelivered()
    {
        NeedsClock();
        var publisher = await WithAbsentSubscriberAsync();
        await publisher.PublishAsync("t", "short", 1, false, (Prop.MessageExpiryInterval, 10u));
        await publisher.PublishAsync("t", "short", 2, false, (Prop.MessageExpiryInterval, 10u));
        await publisher.PublishAsync("t", "long", 1, false, (Prop.MessageExpiryInterval, 1000u));
        await publisher.PublishAsync("t", "for ever", 1);
        Advance(11);
        var back = await ConnectToSessionAsync(5, "absent");
        await back.ReceiveAsync("t", "long");
        await back.ReceiveAsync("t", "for ever");
        await back.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AMessageThatWaitsForAPlaceInTheWindow_ExpiresThere()
    {
        NeedsClock();
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 1u));
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", "first", 1);
        await client.PublishAsync("t", "short", 1, false, (Prop.MessageExpiryInterval, 10u));
        await client.PublishAsync("t", "long", 1);
        var first = await client.ExpectAsync(PacketType.Publish);
        Advance(11);
        await client.AcknowledgeAsync(first);
        await client.ReceiveAsync("t", "long");
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AMessageThatWasSent_DoesNotExpire(int qos)
    {
        NeedsClock();
        var client = await ConnectToSessionAsync(5, "one");
        await client.SubscribeAsync("t", qos);
        await client.PublishAsync("t", "x", qos, false, (Prop.MessageExpiryInterval, 10u));
        var sent = await client.ExpectAsync(PacketType.Publish);
        await client.DisconnectAsync(Reason.DisconnectWithWill);
        Advance(20);
        var back = await ConnectToSessionAsync(5, "one");
        Assert.Equal(sent.Id, (await back.ReceiveAsync("t", "x")).Id);
    }

    [Fact]
    public async Task TheExchangeOfAQoS2Message_IsCompletedAfterItsExpiry()
    {
        NeedsClock();
        var client = await ConnectAsync(5, "one");
        await client.SendAsync(Octets.Publish(5, "t", [1], 2, 9, false, false, (Prop.MessageExpiryInterval, 10u)));
        Assert.Equal(9, (await client.ExpectAsync(PacketType.Pubrec)).Id);
        Advance(20);
        await client.SendAsync(Octets.Ack(5, PacketType.Pubrel, 9));
        Assert.Equal((9, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubcomp));
    }

    [Fact]
    public async Task ARetainedMessage_CarriesTheRestOfItsExpiry_AndGoes()
    {
        NeedsClock();
        var client = await ConnectAsync(5, "one");
        await client.PublishAsync("t", "x", 1, true, (Prop.MessageExpiryInterval, 100u));
        Advance(40);
        await client.SubscribeAsync("t", 1);
        Assert.InRange((uint)(await client.ReceiveAsync("t", "x"))[Prop.MessageExpiryInterval]!, 59u, 60u);
        Advance(61);
        await client.SubscribeAsync("t", 1);
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AMessageDeliveredAtOnce_CarriesItsExpiry()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", "x", 1, false, (Prop.MessageExpiryInterval, 1000u));
        Assert.InRange((uint)(await client.ReceiveAsync("t", "x"))[Prop.MessageExpiryInterval]!, 990u, 1000u);
        await client.PublishAsync("t", "y", 1);
        Assert.Null((await client.ReceiveAsync("t", "y"))[Prop.MessageExpiryInterval]);
    }

    private async Task<RawClient> WithAbsentSubscriberAsync()
    {
        var absent = await ConnectToSessionAsync(5, "absent");
        await absent.SubscribeAsync("t", 2);
        await absent.DisconnectAsync();
        return await ConnectAsync(5, "publisher");
    }
}
