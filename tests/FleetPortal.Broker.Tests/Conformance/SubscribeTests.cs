using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>SUBSCRIBE, SUBACK and topic filters (sections 3.8, 3.9 and 4.7).</summary>
public sealed class SubscribeTests : ConformanceTest
{
    private const int NoLocal = 0x04;

    [Theory]
    [BothVersions]
    public async Task TheReasonCodes_AreInTheOrderOfTheFilters(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Subscribe(version, 77, [("a", 2), ("b", 0), ("c", 1), ("d/#", 0), ("e/+", 2)]));
        var suback = await client.ExpectAsync(PacketType.Suback);
        Assert.Equal(77, suback.Id);
        Assert.Equal([2, 0, 1, 0, 2], suback.Codes);
    }

    [Theory]
    [BothVersions]
    public async Task SeveralFilters_ActLikeSeveralPackets(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Subscribe(version, 1, [("a", 0), ("b", 1), ("a", 2)]));
        Assert.Equal([0, 1, 2], (await client.ExpectAsync(PacketType.Suback)).Codes);
        await client.PublishAsync("a", "hello", 2);
        Assert.Equal(2, (await client.ReceiveAsync("a", "hello")).QoS);
        await client.PublishAsync("b", "hello", 2);
        Assert.Equal(1, (await client.ReceiveAsync("b", "hello")).QoS);
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task TheSameFilterAgain_ReplacesTheSubscription(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("t", "kept", 1, retain: true);
        await client.SubscribeAsync("t", 1);
        await client.ReceiveAsync("t", "kept");
        await client.SubscribeAsync("t", 0);
        Assert.True((await client.ReceiveAsync("t", "kept")).Retain);
        await client.PublishAsync("t", "once", 2);
        Assert.Equal(0, (await client.ReceiveAsync("t", "once")).QoS);
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task NoMessageIsLost_WhileASubscriptionIsReplaced(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t", 1);
        var publisher = await ConnectAsync(version, "publisher");
        for (var number = 0; number < 20; number++)
        {
            var publishing = publisher.PublishAsync("t", $"{number}", 1);
            await client.SubscribeAsync("t", 1);
            await publishing;
            await client.ReceiveAsync("t", $"{number}");
        }
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("#", "a", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("#", "/a", true)]
    [InlineData("#", "$other/a", false)]
    [InlineData("+/a", "$other/a", false)]
    [InlineData("+/a/#", "$other/a", false)]
    [InlineData("$other/#", "$other/a", true)]
    [InlineData("$other/+", "$other/a", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c/d", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("+", "a", true)]
    [InlineData("+", "/a", false)]
    [InlineData("/+", "/a", true)]
    [InlineData("+/+", "/a", true)]
    [InlineData("+/+", "a", false)]
    [InlineData("a/+", "a/", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+/c", "a//c", true)]
    [InlineData("a/+/c", "a/b/d/c", false)]
    [InlineData("+/+/#", "a/b", true)]
    [InlineData("+/+/#", "a", false)]
    [InlineData("a", "a/", false)]
    [InlineData("a/", "a", false)]
    [InlineData("A", "a", false)]
    [InlineData("\u00e9", "e\u0301", false)]
    [InlineData("\u00e9", "\u00e9", true)]
    [InlineData("a b", "a b", true)]
    [InlineData("\ufeffa", "a", false)]
    [InlineData("\ufeffa", "\ufeffa", true)]
    [InlineData("a/../b", "b", false)]
    public async Task AFilter_MatchesAsTheStandardSays(string filter, string topic, bool matches)
    {
        foreach (var version in (byte[])[4, 5])
        {
            var client = await ConnectAsync(version, $"v{version}");
            await client.SubscribeAsync(filter);
            await client.PublishAsync(topic, "x");
            if (matches)
            {
                await client.ReceiveAsync(topic, "x");
            }
            await client.ExpectSilenceAsync();
        }
    }

    [Theory]
    [InlineData("a#")]
    [InlineData("#/a")]
    [InlineData("a/#/b")]
    [InlineData("a+")]
    [InlineData("+a")]
    [InlineData("a/b+/c")]
    [InlineData("##")]
    [InlineData("a/+#")]
    public async Task AFilterWithAMisplacedWildcard_IsRefused(string filter)
    {
        foreach (var version in (byte[])[4, 5])
        {
            var client = await ConnectAsync(version, $"v{version}");
            await client.SendAsync(Octets.Subscribe(version, 1, [(filter, 0)]));
            await client.ExpectRefusedFilterAsync(PacketType.Suback);
        }
    }

    [Theory]
    [BothVersions]
    public async Task AnEmptyFilter_IsRefused(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Subscribe(version, 1, [("", 0)]));
        await client.ExpectRefusedFilterAsync(PacketType.Suback);
    }

    [Theory]
    [BothVersions]
    public async Task ATopicWithAWildcard_IsRefused(byte version)
    {
        foreach (var topic in (string[])["a/#", "+", "a/+/b", "#"])
        {
            var client = await ConnectAsync(version, $"one {topic}");
            await client.SendAsync(Octets.Publish(version, topic, [1]));
            await client.ExpectDisconnectedAsync(Reason.TopicNameInvalid, Reason.MalformedPacket, Reason.ProtocolError);
        }
    }

    [Theory]
    [BothVersions]
    public async Task AnEmptyTopic_IsRefused(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Publish(version, "", [1]));
        await client.ExpectDisconnectedAsync(Reason.ProtocolError, Reason.TopicNameInvalid, Reason.MalformedPacket);
    }

    [Theory]
    [BothVersions]
    public async Task OverlappingSubscriptions_DeliverAtTheHighestQoS(byte version)
    {
        if (version < 5)
        {
            MosquittoDiffers("delivers at the QoS of one of them.");
        }
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("a/#", 0);
        await client.SubscribeAsync("a/+", 2);
        await client.SubscribeAsync("a/b", 1);
        await client.PublishAsync("a/b", "hello", 2);
        await client.SendAsync(Octets.Pingreq);
        var qualities = new List<int>();
        while (await client.NextAsync() is { Type: PacketType.Publish } publish)
        {
            Assert.Equal(("a/b", "hello"), (publish.Topic, publish.Text));
            qualities.Add(publish.QoS);
        }
        Assert.Equal(2, qualities.Max());
        Assert.InRange(qualities.Count, 1, 3);
    }

    [Fact]
    public async Task OneCopyCarriesAllSubscriptionIdentifiers_OrEachCopyItsOwn()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("a/#", 0, (Prop.SubscriptionIdentifier, 1u));
        await client.SubscribeAsync("a/+", 2, (Prop.SubscriptionIdentifier, 268_435_455u));
        await client.SubscribeAsync("a/b", 1);
        await client.PublishAsync("a/b", "hello", 2);
        await client.SendAsync(Octets.Pingreq);
        var copies = new List<uint[]>();
        while (await client.NextAsync() is { Type: PacketType.Publish } publish)
        {
            copies.Add(publish.SubscriptionIdentifiers);
        }
        Assert.True(copies.Count is 1 or 3, $"{copies.Count} copies");
        Assert.Equal([1u, 268_435_455u], copies.SelectMany(copy => copy).Order());
    }

    [Fact]
    public async Task ASubscriptionIdentifier_IsReplacedWithItsSubscription_AndKeptInTheSession()
    {
        var first = await ConnectToSessionAsync(5, "one");
        await first.SubscribeAsync("t", 1, (Prop.SubscriptionIdentifier, 1u));
        await first.SubscribeAsync("t", 1, (Prop.SubscriptionIdentifier, 2u));
        await first.PublishAsync("t", "now", 1);
        Assert.Equal(2u, (await first.ReceiveAsync("t", "now")).SubscriptionIdentifiers.Single());
        await first.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "later", 1);
        var second = await ConnectToSessionAsync(5, "one");
        Assert.Equal(2u, (await second.ReceiveAsync("t", "later")).SubscriptionIdentifiers.Single());
        await second.SubscribeAsync("t", 1);
        await second.PublishAsync("t", "without", 1);
        Assert.Empty((await second.ReceiveAsync("t", "without")).SubscriptionIdentifiers);
    }

    [Fact]
    public async Task NoLocal_KeepsAClientsOwnMessagesFromIt()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", NoLocal | 1);
        await client.PublishAsync("t", "own", 1);
        await client.ExpectSilenceAsync();
        var other = await ConnectAsync(5, "two");
        await other.PublishAsync("t", "other", 1);
        await client.ReceiveAsync("t", "other");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task WithoutNoLocal_AClientHearsItself()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", "own", 1);
        await client.ReceiveAsync("t", "own");
    }

    [Theory]
    [BothVersions]
    public async Task ALongFilterAndALongTopic_AreTakenUpToTheirLimit(byte version)
    {
        var client = await ConnectAsync(version, "one");
        var topic = new string('x', 1000);
        await client.SubscribeAsync(topic);
        await client.PublishAsync(topic, "x");
        await client.ReceiveAsync(topic, "x");
    }
}
