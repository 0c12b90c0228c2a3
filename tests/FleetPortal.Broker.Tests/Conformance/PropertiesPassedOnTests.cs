using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Properties of PUBLISH that a server passes on, and request and response (sections 3.3.2.3 and 4.10 of 5.0).</summary>
public sealed class PropertiesPassedOnTests : ConformanceTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task EveryPropertyOfTheApplication_IsPassedOnUnchanged(int qos)
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", qos);
        await client.PublishAsync("t", "x", qos, false, (Prop.PayloadFormatIndicator, 1u), (Prop.ContentType, "text/plain; ü"),
            (Prop.ResponseTopic, "answers/€"), (Prop.CorrelationData, new byte[] { 0, 255, 128 }));
        var received = await client.ReceiveAsync("t", "x");
        Assert.Equal((1u, "text/plain; ü", "answers/€"),
            (received[Prop.PayloadFormatIndicator], received[Prop.ContentType], received[Prop.ResponseTopic]));
        Assert.Equal([0, 255, 128], (byte[])received[Prop.CorrelationData]!);
    }

    [Fact]
    public async Task UserProperties_KeepTheirOrderAndTheirRepetitions()
    {
        (string, string)[] properties = [("b", "1"), ("a", "2"), ("b", "1"), ("", ""), ("a", "ü"), ("B", "\ufeffx")];
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", "x", 1, false, [.. properties.Select(each => (Property)(Prop.UserProperty, each))]);
        Assert.Equal(properties, (await client.ReceiveAsync("t", "x")).UserProperties);
    }

    [Fact]
    public async Task PropertiesOfAQueuedMessage_ArePassedOnUnchanged()
    {
        var absent = await ConnectToSessionAsync(5, "absent");
        await absent.SubscribeAsync("t", 1);
        await absent.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "x", 1, false, (Prop.PayloadFormatIndicator, 1u), (Prop.ContentType, "text/plain"),
            (Prop.ResponseTopic, "answers"), (Prop.CorrelationData, new byte[] { 7 }), (Prop.UserProperty, ("b", "1")),
            (Prop.UserProperty, ("a", "2")));
        var received = await (await ConnectToSessionAsync(5, "absent")).ReceiveAsync("t", "x");
        Assert.Equal((1u, "text/plain", "answers"),
            (received[Prop.PayloadFormatIndicator], received[Prop.ContentType], received[Prop.ResponseTopic]));
        Assert.Equal([7], (byte[])received[Prop.CorrelationData]!);
        Assert.Equal([("b", "1"), ("a", "2")], received.UserProperties);
    }

    [Fact]
    public async Task AMessageWithoutProperties_GetsNone()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", "x", 1);
        Assert.Empty((await client.ReceiveAsync("t", "x")).Properties);
    }

    [Fact]
    public async Task AMessageOf311_ReachesAReceiverOf500_AndTheOtherWayRound()
    {
        var old = await ConnectAsync(4, "old");
        var current = await ConnectAsync(5, "current");
        await old.SubscribeAsync("t", 1);
        await current.SubscribeAsync("t", 1);
        await old.PublishAsync("t", "from 3.1.1", 1);
        await old.ReceiveAsync("t", "from 3.1.1");
        Assert.Empty((await current.ReceiveAsync("t", "from 3.1.1")).Properties);
        await current.PublishAsync("t", "from 5.0", 1, false, (Prop.ContentType, "x"), (Prop.UserProperty, ("a", "b")));
        await old.ReceiveAsync("t", "from 5.0");
        await current.ReceiveAsync("t", "from 5.0");
    }

    [Fact]
    public async Task ARequest_IsAnsweredOnItsResponseTopic()
    {
        var requester = await ConnectAsync(5, "requester");
        await requester.SubscribeAsync("answers/requester", 1);
        var responder = await ConnectAsync(5, "responder");
        await responder.SubscribeAsync("requests", 1);
        await requester.PublishAsync("requests", "question", 1, false, (Prop.ResponseTopic, "answers/requester"),
            (Prop.CorrelationData, new byte[] { 1, 2, 3 }));
        var request = await responder.ReceiveAsync("requests", "question");
        await responder.PublishAsync((string)request[Prop.ResponseTopic]!, "answer", 1, false,
            (Prop.CorrelationData, request[Prop.CorrelationData]!));
        var answer = await requester.ReceiveAsync("answers/requester", "answer");
        Assert.Equal([1, 2, 3], (byte[])answer[Prop.CorrelationData]!);
        await responder.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("a/#")]
    [InlineData("+")]
    [InlineData("")]
    public async Task AResponseTopicThatIsNoTopic_IsRefused(string topic)
    {
        MosquittoDiffers("passes it on.");
        var client = await ConnectAsync(5, "one");
        await client.SendAsync(Octets.Publish(5, "t", [1], 0, 0, false, false, (Prop.ResponseTopic, topic)));
        await client.ExpectDisconnectedAsync(Reason.ProtocolError, Reason.TopicNameInvalid, Reason.MalformedPacket);
    }
}
