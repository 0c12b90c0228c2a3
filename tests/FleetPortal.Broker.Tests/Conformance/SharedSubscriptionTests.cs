using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Shared subscriptions (section 4.8.2 of 5.0).</summary>
public sealed class SharedSubscriptionTests : ConformanceTest
{
    [Fact]
    public async Task EveryMessage_GoesToOneMemberOfTheGroup()
    {
        var (one, two) = await GroupAsync("$share/group/t/+");
        var publisher = await ConnectAsync(5, "publisher");
        var sent = Enumerable.Range(0, 20).Select(number => $"{number}").ToArray();
        foreach (var payload in sent)
        {
            await publisher.PublishAsync("t/1", payload, 1);
        }
        var received = (string[])[.. await DrainAsync(one), .. await DrainAsync(two)];
        Assert.Equal(sent.Order(), received.Order());
    }

    [Fact]
    public async Task TwoGroupsAndASubscriptionOfOnesOwn_EachGetTheMessage()
    {
        var one = await ConnectAsync(5, "app.1");
        await one.SubscribeAsync("$share/first/t", 1, (Prop.SubscriptionIdentifier, 1u));
        await one.SubscribeAsync("$share/second/t", 1, (Prop.SubscriptionIdentifier, 2u));
        await one.SubscribeAsync("t", 1, (Prop.SubscriptionIdentifier, 3u));
        await one.PublishAsync("t", "x", 1);
        await one.SendAsync(Octets.Pingreq);
        var identifiers = new List<uint>();
        while (await one.NextAsync() is { Type: PacketType.Publish } publish)
        {
            identifiers.AddRange(publish.SubscriptionIdentifiers);
            await one.AcknowledgeAsync(publish);
        }
        Assert.Equal([1u, 2u, 3u], identifiers.Order().ToArray());
    }

    [Fact]
    public async Task AMember_GetsTheMessageAtItsGrantedQoS()
    {
        var one = await ConnectAsync(5, "app.1");
        var publisher = await ConnectAsync(5, "publisher");
        for (var granted = 0; granted <= 2; granted++)
        {
            await one.SubscribeAsync("$share/group/t", granted);
            await publisher.PublishAsync("t", "x", 2);
            Assert.Equal(granted, (await one.ReceiveAsync("t", "x")).QoS);
        }
    }

    [Fact]
    public async Task ARetainedMessage_IsNotSentToASharedSubscription()
    {
        MosquittoDiffers("sends it.");
        var one = await ConnectAsync(5, "app.1");
        await one.PublishAsync("t", "kept", 1, retain: true);
        await one.SubscribeAsync("$share/group/t", 1);
        await one.ExpectSilenceAsync();
    }

    [Fact]
    public async Task NoLocalOnASharedSubscription_IsAProtocolError()
    {
        MosquittoDiffers("grants it.");
        var client = await ConnectAsync(5, "app.1");
        await client.SendAsync(Octets.Subscribe(5, 1, [("$share/group/t", 0x04)]));
        await client.ExpectDisconnectedAsync(Reason.ProtocolError);
    }

    [Fact]
    public async Task AnotherApplication_HasAGroupOfItsOwn()
    {
        MosquittoDiffers("knows no applications.");
        var one = await ConnectAsync(5, "app.1");
        await one.SubscribeAsync("$share/group/t", 1);
        var other = await ConnectAsync(5, "other.1");
        await other.SubscribeAsync("$share/group/t", 1);
        var publisher = await ConnectAsync(5, "publisher");
        foreach (var payload in (string[])["1", "2"])
        {
            await publisher.PublishAsync("t", payload, 1);
        }

        Assert.Equal(["1", "2"], await DrainAsync(one));
        Assert.Equal(["1", "2"], await DrainAsync(other));
    }

    [Theory]
    [InlineData("$share/")]
    [InlineData("$share//t")]
    [InlineData("$share/group")]
    [InlineData("$share/group/")]
    [InlineData("$share/gr+oup/t")]
    [InlineData("$share/gr#oup/t")]
    [InlineData("$share/+/t")]
    [InlineData("$share/group/a#")]
    [InlineData("$share/group/#/a")]
    public async Task AMalformedSharedFilter_IsRefused(string filter)
    {
        MosquittoDiffers("grants some of them.");
        var client = await ConnectAsync(5, "app.1");
        await client.SendAsync(Octets.Subscribe(5, 1, [(filter, 0)]));
        await client.ExpectRefusedFilterAsync(PacketType.Suback);
    }

    [Fact]
    public async Task AQoS2DeliveryThatWasBroken_IsCompletedToTheSameMember()
    {
        var (one, two) = await GroupAsync("$share/group/t");
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "x", 2);
        var (name, first, other) = await FirstToReceiveAsync(one, two);
        var sent = await first.ExpectAsync(PacketType.Publish);
        await first.DisposeAsync();
        var back = await ConnectToSessionAsync(5, name);
        var again = await back.ReceiveAsync("t", "x");
        Assert.Equal((sent.Id, true, 2), (again.Id, again.Dup, again.QoS));
        await other.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AQoS2DeliveryOfASessionThatEnds_GoesToNobodyElse()
    {
        var (one, two) = await GroupAsync("$share/group/t");
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "x", 2);
        var (name, first, other) = await FirstToReceiveAsync(one, two);
        await first.ExpectAsync(PacketType.Publish);
        await first.DisconnectAsync(0, (Prop.SessionExpiryInterval, 0u));
        Assert.False((await ConnectAsync(5, name)).Connack.SessionPresent);
        await other.ExpectSilenceAsync();
    }

    [Fact]
    public async Task ANegativeAcknowledgement_GivesTheMessageToNobodyElse()
    {
        foreach (var (qos, type) in ((int, PacketType)[])[(1, PacketType.Puback), (2, PacketType.Pubrec)])
        {
            var (one, two) = await GroupAsync($"$share/group{qos}/t{qos}");
            var publisher = await ConnectAsync(5, "publisher");
            await publisher.PublishAsync($"t{qos}", "x", qos);
            var (_, first, other) = await FirstToReceiveAsync(one, two);
            var publish = await first.ExpectAsync(PacketType.Publish);
            await first.SendAsync(Octets.Ack(5, type, publish.Id, Reason.Unspecified));
            await first.ExpectSilenceAsync();
            await other.ExpectSilenceAsync();
        }
    }

    [Fact]
    public async Task Unsubscribe_NeedsTheWholeSharedFilter()
    {
        var client = await ConnectAsync(5, "app.1");
        await client.SubscribeAsync("$share/group/t", 1);
        await client.SendAsync(Octets.Unsubscribe(5, 9, "t", "$share/other/t", "$share/group/t"));
        var unsuback = await client.ExpectAsync(PacketType.Unsuback);
        Assert.Equal([Reason.NoSubscriptionExisted, Reason.NoSubscriptionExisted, Reason.Success], unsuback.Codes);
        await client.PublishAsync("t", "for nobody", 1);
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AGroupWithoutALiveMember_QueuesForAnAbsentOne()
    {
        var one = await ConnectToSessionAsync(5, "app.1");
        await one.SubscribeAsync("$share/group/t", 1);
        await one.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "x", 1);
        await (await ConnectToSessionAsync(5, "app.1")).ReceiveAsync("t", "x");
    }

    private async Task<(RawClient One, RawClient Two)> GroupAsync(string filter)
    {
        var one = await ConnectToSessionAsync(5, "app.1");
        await one.SubscribeAsync(filter, 2);
        var two = await ConnectToSessionAsync(5, "app.2");
        await two.SubscribeAsync(filter, 2);
        return (one, two);
    }

    private static async Task<(string Name, RawClient First, RawClient Other)> FirstToReceiveAsync(RawClient one, RawClient two)
    {
        await one.SendAsync(Octets.Pingreq);
        await one.TakeAsync(PacketType.Pingresp);
        return one.HasDeferred ? ("app.1", one, two) : ("app.2", two, one);
    }

    private static async Task<List<string>> DrainAsync(RawClient client)
    {
        var received = new List<string>();
        await client.SendAsync(Octets.Pingreq);
        while (await client.NextAsync() is { Type: PacketType.Publish } publish)
        {
            received.Add(publish.Text);
            await client.AcknowledgeAsync(publish);
        }
        return received;
    }
}
