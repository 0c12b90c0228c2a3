using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Retained messages (section 3.3.1.3, and the subscription options of section 3.8.3.1 of 5.0).</summary>
public sealed class RetainedTests : ConformanceTest
{
    private const int RetainAsPublished = 0x08;
    private const int OnlyForANewSubscription = 0x10;
    private const int NoRetained = 0x20;

    [Theory]
    [BothVersions]
    public async Task TheLastRetainedMessageOfEveryTopic_IsSentToANewSubscription(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("a/1", "old", 1, retain: true);
        await client.PublishAsync("a/1", "new", 2, retain: true);
        await client.PublishAsync("a/2", "other", 0, retain: true);
        await client.PublishAsync("b", "elsewhere", 0, retain: true);
        await client.SubscribeAsync("a/+", 2);
        var received = new[] { await client.ExpectAsync(PacketType.Publish), await client.ExpectAsync(PacketType.Publish) };
        Assert.All(received, publish => Assert.True(publish.Retain));
        Assert.Equal([("a/1", "new", 2), ("a/2", "other", 0)],
            received.Select(publish => (publish.Topic, publish.Text, publish.QoS)).Order());
        await client.AcknowledgeAsync(received.Single(publish => publish.QoS == 2));
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ARetainedMessage_IsSentAtTheLowerQoS(byte version)
    {
        var client = await ConnectAsync(version, "one");
        for (var qos = 0; qos <= 2; qos++)
        {
            await client.PublishAsync($"q{qos}", "x", qos, retain: true);
            for (var granted = 0; granted <= 2; granted++)
            {
                await client.SubscribeAsync($"q{qos}", granted);
                Assert.Equal(Math.Min(qos, granted), (await client.ReceiveAsync($"q{qos}", "x")).QoS);
            }
        }
    }

    [Theory]
    [BothVersions]
    public async Task AnEstablishedSubscription_GetsTheMessageWithoutRetain(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t");
        await client.PublishAsync("t", "x", 0, retain: true);
        Assert.False((await client.ReceiveAsync("t", "x")).Retain);
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AnEmptyRetainedMessage_RemovesTheOldOne_AndIsDelivered(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("t", "x", 1, retain: true);
        var subscriber = await ConnectAsync(version, "two");
        await subscriber.SubscribeAsync("t", 1);
        await subscriber.ReceiveAsync("t", "x");
        await client.PublishAsync("t", "", 1, retain: true);
        Assert.False((await subscriber.ReceiveAsync("t", "")).Retain);
        var late = await ConnectAsync(version, "three");
        await late.SubscribeAsync("t", 1);
        await late.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AMessageWithoutRetain_LeavesTheRetainedOne(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("never", "not kept", 1);
        await client.PublishAsync("t", "kept", 1, retain: true);
        await client.PublishAsync("t", "passing", 1);
        await client.PublishAsync("t", "", 1);
        await client.SubscribeAsync("t", 1);
        await client.SubscribeAsync("never", 1);
        Assert.True((await client.ReceiveAsync("t", "kept")).Retain);
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AQoS0RetainedMessage_ReplacesTheOldOne(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("t", "old", 1, retain: true);
        await client.PublishAsync("t", "new", 0, retain: true);
        await client.ExpectSilenceAsync();
        await client.SubscribeAsync("t", 1);
        await client.ReceiveAsync("t", "new");
    }

    [Fact]
    public async Task RetainHandling0_SendsThemAtEverySubscribe()
    {
        var client = await WithRetainedAsync();
        for (var time = 0; time < 2; time++)
        {
            await client.SubscribeAsync("t");
            Assert.True((await client.ReceiveAsync("t", "kept")).Retain);
        }
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task RetainHandling1_SendsThemOnlyToANewSubscription()
    {
        var client = await WithRetainedAsync();
        await client.SubscribeAsync("t", OnlyForANewSubscription);
        await client.ReceiveAsync("t", "kept");
        await client.SubscribeAsync("t", OnlyForANewSubscription);
        await client.ExpectSilenceAsync();
        await client.SendAsync(Octets.Unsubscribe(5, 70, "t"));
        await client.ExpectAsync(PacketType.Unsuback);
        await client.SubscribeAsync("t", OnlyForANewSubscription);
        await client.ReceiveAsync("t", "kept");
    }

    [Fact]
    public async Task RetainHandling1_KnowsTheSubscriptionsOfTheSession()
    {
        var first = await ConnectToSessionAsync(5, "one");
        await first.PublishAsync("t", "kept", 1, retain: true);
        await first.SubscribeAsync("t", OnlyForANewSubscription);
        await first.ReceiveAsync("t", "kept");
        await first.DisconnectAsync();
        var second = await ConnectToSessionAsync(5, "one");
        await second.SubscribeAsync("t", OnlyForANewSubscription);
        await second.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AResumedSession_GetsNoRetainedMessagesAgain(byte version)
    {
        var first = await ConnectToSessionAsync(version, "one");
        await first.PublishAsync("t", "kept", 1, retain: true);
        await first.SubscribeAsync("t", 1);
        await first.ReceiveAsync("t", "kept");
        await first.DisconnectAsync();
        var second = await ConnectToSessionAsync(version, "one");
        Assert.True(second.Connack.SessionPresent);
        await second.ExpectSilenceAsync();
    }

    [Fact]
    public async Task RetainAsPublished_HoldsForAQueuedMessage()
    {
        var absent = await ConnectToSessionAsync(5, "absent");
        await absent.SubscribeAsync("kept", RetainAsPublished | 1);
        await absent.SubscribeAsync("plain", 1);
        await absent.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("kept", "x", 1, retain: true);
        await publisher.PublishAsync("plain", "x", 1, retain: true);
        var back = await ConnectToSessionAsync(5, "absent");
        Assert.True((await back.ReceiveAsync("kept", "x")).Retain);
        Assert.False((await back.ReceiveAsync("plain", "x")).Retain);
    }

    [Fact]
    public async Task RetainHandling2_SendsNone()
    {
        var client = await WithRetainedAsync();
        await client.SubscribeAsync("t", NoRetained);
        await client.ExpectSilenceAsync();
        await client.PublishAsync("t", "live");
        await client.ReceiveAsync("t", "live");
    }

    [Fact]
    public async Task RetainAsPublished_KeepsTheFlagOfTheMessage()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", RetainAsPublished);
        foreach (var retain in (bool[])[true, false])
        {
            await client.PublishAsync("t", "x", 0, retain);
            Assert.Equal(retain, (await client.ReceiveAsync("t", "x")).Retain);
        }
    }

    [Fact]
    public async Task ARetainedMessage_CarriesItsPropertiesAndTheSubscriptionIdentifier()
    {
        var client = await ConnectAsync(5, "one");
        await client.PublishAsync("t", "x", 1, true, (Prop.ContentType, "text/plain"), (Prop.UserProperty, ("a", "1")),
            (Prop.UserProperty, ("a", "2")));
        await client.SubscribeAsync("t", 1, (Prop.SubscriptionIdentifier, 5u));
        var received = await client.ReceiveAsync("t", "x");
        Assert.Equal("text/plain", received[Prop.ContentType]);
        Assert.Equal([("a", "1"), ("a", "2")], received.UserProperties);
        Assert.Equal(5u, received.SubscriptionIdentifiers.Single());
    }

    [Theory]
    [BothVersions]
    public async Task TheRetainedMessage_OfATopicWithDollar_NeedsAFilterThatNamesIt(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("$other/t", "x", 1, retain: true);
        await client.SubscribeAsync("#");
        await client.SubscribeAsync("+/t");
        await client.ExpectSilenceAsync();
        await client.SubscribeAsync("$other/#");
        await client.ReceiveAsync("$other/t", "x");
    }

    private async Task<RawClient> WithRetainedAsync()
    {
        var client = await ConnectAsync(5, "one");
        await client.PublishAsync("t", "kept", 1, retain: true);
        return client;
    }
}
