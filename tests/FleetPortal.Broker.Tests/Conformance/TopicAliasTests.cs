using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Topic aliases in both directions (section 3.3.2.3.4 of 5.0).</summary>
public sealed class TopicAliasTests : ConformanceTest
{
    [Fact]
    public async Task EveryAliasUpToTheServersMaximum_IsTaken()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("#", 1);
        var maximum = (uint)(client.Connack[Prop.TopicAliasMaximum] ?? 0u);
        Assert.NotEqual(0u, maximum);
        for (var alias = 1u; alias <= maximum; alias++)
        {
            await client.PublishAsync($"topic/{alias}", "first", 1, false, (Prop.TopicAlias, alias));
            await client.ReceiveAsync($"topic/{alias}", "first");
        }
        for (var alias = maximum; alias >= 1; alias--)
        {
            await client.PublishAsync("", "second", (int)alias % 3, false, (Prop.TopicAlias, alias));
            await client.ReceiveAsync($"topic/{alias}", "second");
        }
    }

    [Fact]
    public async Task AnAlias_CanBeGivenToAnotherTopic()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("#");
        await client.PublishAsync("a", "x", 0, false, (Prop.TopicAlias, 1u));
        await client.PublishAsync("b", "x", 0, false, (Prop.TopicAlias, 1u));
        await client.PublishAsync("", "y", 0, false, (Prop.TopicAlias, 1u));
        await client.ReceiveAsync("a", "x");
        await client.ReceiveAsync("b", "x");
        await client.ReceiveAsync("b", "y");
    }

    [Fact]
    public async Task AnAliasAboveTheServersMaximum_IsRefused()
    {
        var client = await ConnectAsync(5, "one");
        var maximum = (uint)client.Connack[Prop.TopicAliasMaximum]!;
        await client.SendAsync(Octets.Publish(5, "t", [1], 0, 0, false, false, (Prop.TopicAlias, maximum + 1)));
        await client.ExpectDisconnectedAsync(Reason.TopicAliasInvalid);
    }

    [Fact]
    public async Task TheAlias0_IsRefused()
    {
        var client = await ConnectAsync(5, "one");
        await client.SendAsync(Octets.Publish(5, "t", [1], 0, 0, false, false, (Prop.TopicAlias, 0u)));
        await client.ExpectDisconnectedAsync(Reason.TopicAliasInvalid, Reason.MalformedPacket, Reason.ProtocolError);
    }

    [Fact]
    public async Task AnAliasWithoutATopic_IsAProtocolError()
    {
        var client = await ConnectAsync(5, "one");
        await client.SendAsync(Octets.Publish(5, "", [1], 0, 0, false, false, (Prop.TopicAlias, 1u)));
        await client.ExpectDisconnectedAsync(Reason.ProtocolError, Reason.TopicAliasInvalid);
    }

    [Fact]
    public async Task AnAlias_EndsWithItsConnection()
    {
        var first = await ConnectToSessionAsync(5, "one");
        await first.PublishAsync("t", "x", 1, false, (Prop.TopicAlias, 1u));
        await first.DisconnectAsync();
        var second = await ConnectToSessionAsync(5, "one");
        await second.SendAsync(Octets.Publish(5, "", [1], 0, 0, false, false, (Prop.TopicAlias, 1u)));
        await second.ExpectDisconnectedAsync(Reason.ProtocolError, Reason.TopicAliasInvalid);
    }

    [Fact]
    public async Task TheServersAliases_StayWithinTheClientsMaximum_AndNameTheirTopic()
    {
        // The client fails on an alias above its maximum; with a maximum of 0 or none that is every alias.
        foreach (var maximum in (uint[])[0, 2, 10])
        {
            var client = await ConnectAsync(5, $"max {maximum}", (Prop.TopicAliasMaximum, maximum));
            await client.SubscribeAsync("t/#", 1);
            var topics = new Dictionary<uint, string>();
            for (var number = 0; number < 12; number++)
            {
                await client.PublishAsync($"t/{number % 4}", $"{number}", 1);
                var publish = await client.ExpectAsync(PacketType.Publish);
                var alias = publish[Prop.TopicAlias] as uint?;
                if (alias is not null && publish.Topic.Length > 0)
                {
                    topics[alias.Value] = publish.Topic;
                }
                Assert.Equal($"t/{number % 4}", publish.Topic.Length > 0 ? publish.Topic : topics[alias!.Value]);
                await client.AcknowledgeAsync(publish);
            }
        }
    }

    [Fact]
    public async Task TheServersAliases_EndWithTheirConnection()
    {
        var first = await ConnectToSessionAsync(5, "one", (Prop.TopicAliasMaximum, 5u));
        await first.SubscribeAsync("t", 1);
        for (var number = 0; number < 3; number++)
        {
            await first.PublishAsync("t", $"{number}", 1);
            await first.ExpectAsync(PacketType.Publish);
        }
        await first.DisposeAsync();

        // The three are sent again, and an alias of the first connection means nothing on the second.
        var second = await ConnectToSessionAsync(5, "one", (Prop.TopicAliasMaximum, 5u));
        Assert.Equal(("t", "0"), await TopicAndText(second));
        await second.DisposeAsync();
        var third = await ConnectToSessionAsync(5, "one");
        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(("t", $"{number}"), await TopicAndText(third));
        }

        static async Task<(string, string)> TopicAndText(RawClient client)
        {
            var publish = await client.ExpectAsync(PacketType.Publish);
            return (publish.Topic, publish.Text);
        }
    }

    [Fact]
    public async Task APublishersAlias_IsNotPassedOn()
    {
        var subscriber = await ConnectAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t");
        var client = await ConnectAsync(5, "one");
        await client.PublishAsync("t", "x", 0, false, (Prop.TopicAlias, 3u));
        await client.PublishAsync("", "y", 0, false, (Prop.TopicAlias, 3u));
        Assert.Null((await subscriber.ReceiveAsync("t", "x"))[Prop.TopicAlias]);
        Assert.Null((await subscriber.ReceiveAsync("t", "y"))[Prop.TopicAlias]);
    }
}
