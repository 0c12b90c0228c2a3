using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Sessions: Clean Session, Clean Start, what belongs to a session and what is sent again (sections 3.1.2, 4.1 and 4.4).</summary>
public sealed class SessionTests : ConformanceTest
{
    [Theory]
    [BothVersions]
    public async Task ANewSession_IsNotPresent_AndAKeptOneIs(byte version)
    {
        var first = await ConnectToSessionAsync(version, "one");
        Assert.False(first.Connack.SessionPresent);
        await first.DisconnectAsync();
        Assert.True((await ConnectToSessionAsync(version, "one")).Connack.SessionPresent);
        Assert.False((await ConnectToSessionAsync(version, "two")).Connack.SessionPresent);
    }

    [Theory]
    [BothVersions]
    public async Task ACleanStart_DiscardsTheSession(byte version)
    {
        var first = await ConnectToSessionAsync(version, "one");
        await first.SubscribeAsync("t", 1);
        await first.DisconnectAsync();
        var clean = await ConnectAsync(version, "one");
        Assert.False(clean.Connack.SessionPresent);
        await clean.PublishAsync("t", "for nobody", 1);
        await clean.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ACleanStartDuringATakeover_DiscardsTheSession(byte version)
    {
        var first = await ConnectToSessionAsync(version, "one");
        await first.SubscribeAsync("t", 1);
        var clean = await ConnectAsync(version, "one");
        Assert.False(clean.Connack.SessionPresent);
        await first.ExpectDisconnectedAsync(Reason.SessionTakenOver);
        await clean.PublishAsync("t", "for nobody", 1);
        await clean.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ASessionWithoutAnExpiry_EndsWithItsConnection(byte version)
    {
        var first = await ConnectAsync(version, "one");
        await first.SubscribeAsync("t", 1);
        await first.DisconnectAsync();
        var second = await ConnectToSessionAsync(version, "one");
        Assert.False(second.Connack.SessionPresent);
        await second.PublishAsync("t", "for nobody", 1);
        await second.ExpectSilenceAsync();
    }

    [Fact]
    public async Task CleanStartWithAnExpiry_KeepsTheNewSession()
    {
        var first = await ConnectAsync(5, "one", (Prop.SessionExpiryInterval, 3600u));
        await first.DisconnectAsync();
        Assert.True((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task WithoutCleanStartAndWithoutExpiry_TheSessionEndsWithTheConnection()
    {
        var first = await ConnectAsync(new Connect(5, "one") { CleanStart = false });
        Assert.False(first.Connack.SessionPresent);
        await first.DisconnectAsync();
        Assert.False((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Theory]
    [BothVersions]
    public async Task MessagesForAnAbsentSession_WaitForIt(byte version)
    {
        var absent = await ConnectToSessionAsync(version, "absent");
        await absent.SubscribeAsync("one", 1);
        await absent.SubscribeAsync("two", 2);
        await absent.DisconnectAsync();
        var publisher = await ConnectAsync(version, "publisher");
        await publisher.PublishAsync("one", "1", 1);
        await publisher.PublishAsync("two", "2", 2);
        await publisher.PublishAsync("one", "3", 2);

        var back = await ConnectToSessionAsync(version, "absent");
        Assert.True(back.Connack.SessionPresent);
        Assert.Equal((1, false), Delivery(await back.ReceiveAsync("one", "1")));
        Assert.Equal((2, false), Delivery(await back.ReceiveAsync("two", "2")));
        Assert.Equal((1, false), Delivery(await back.ReceiveAsync("one", "3")));
        await back.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ASubscription_IsPartOfTheSession(byte version)
    {
        var first = await ConnectToSessionAsync(version, "one");
        await first.SubscribeAsync("t", 1);
        await first.DisconnectAsync();
        var second = await ConnectToSessionAsync(version, "one");
        await second.PublishAsync("t", "hello", 1);
        Assert.Equal(1, (await second.ReceiveAsync("t", "hello")).QoS);
        await second.DisconnectAsync();
        var third = await ConnectToSessionAsync(version, "one");
        await third.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task RetainedMessages_AreNotPartOfTheSession(byte version)
    {
        var first = await ConnectAsync(version, "one");
        await first.PublishAsync("t", "kept", 1, retain: true);
        await first.DisconnectAsync();
        var second = await ConnectAsync(version, "one");
        await second.SubscribeAsync("t");
        Assert.True((await second.ReceiveAsync("t", "kept")).Retain);
    }

    [Theory]
    [BothVersions]
    public async Task AnUnacknowledgedQoS1Message_IsSentAgainWithDupAndItsIdentifier(byte version)
    {
        var (receiver, _) = await WithUnacknowledgedAsync(version, 1);
        var sent = await receiver.ExpectAsync(PacketType.Publish);
        Assert.Equal((1, false), Delivery(sent));
        await receiver.ExpectSilenceAsync();
        await receiver.DisposeAsync();

        var back = await ConnectToSessionAsync(version, "receiver");
        Assert.True(back.Connack.SessionPresent);
        var again = await back.ReceiveAsync("t", "hello");
        Assert.Equal((1, true, sent.Id), (again.QoS, again.Dup, again.Id));
        await back.ExpectSilenceAsync();
        await back.DisconnectAsync();
        await (await ConnectToSessionAsync(version, "receiver")).ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AnUnacknowledgedQoS2Message_IsSentAgainWithDupAndItsIdentifier(byte version)
    {
        var (receiver, _) = await WithUnacknowledgedAsync(version, 2);
        var sent = await receiver.ExpectAsync(PacketType.Publish);
        Assert.Equal((2, false), Delivery(sent));
        await receiver.DisposeAsync();

        var back = await ConnectToSessionAsync(version, "receiver");
        var again = await back.ReceiveAsync("t", "hello");
        Assert.Equal((2, true, sent.Id), (again.QoS, again.Dup, again.Id));
        await back.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AnUnacknowledgedPubrel_IsSentAgain_AndNotThePublish(byte version)
    {
        var (receiver, _) = await WithUnacknowledgedAsync(version, 2);
        var sent = await receiver.ExpectAsync(PacketType.Publish);
        await receiver.SendAsync(Octets.Ack(version, PacketType.Pubrec, sent.Id));
        Assert.Equal(sent.Id, (await receiver.ExpectAsync(PacketType.Pubrel)).Id);
        await receiver.DisposeAsync();

        var back = await ConnectToSessionAsync(version, "receiver");
        Assert.Equal(sent.Id, (await back.ExpectAsync(PacketType.Pubrel)).Id);
        await back.ExpectSilenceAsync();
        await back.DisposeAsync();

        var third = await ConnectToSessionAsync(version, "receiver");
        Assert.Equal(sent.Id, (await third.ExpectAsync(PacketType.Pubrel)).Id);
        await third.SendAsync(Octets.Ack(version, PacketType.Pubcomp, sent.Id));
        await third.ExpectSilenceAsync();
        await third.DisconnectAsync();
        await (await ConnectToSessionAsync(version, "receiver")).ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task MessagesAreSentAgainInTheirOrder_AndBeforeNewOnes(byte version)
    {
        var receiver = await ConnectToSessionAsync(version, "receiver");
        await receiver.SubscribeAsync("t", 2);
        var publisher = await ConnectAsync(version, "publisher");
        int[] qualities = [1, 2, 1, 2];
        var identifiers = new List<int>();
        foreach (var (qos, index) in qualities.Select((qos, index) => (qos, index)))
        {
            await publisher.PublishAsync("t", $"{index}", qos);
            identifiers.Add((await receiver.ExpectAsync(PacketType.Publish)).Id);
        }
        await receiver.DisposeAsync();
        await publisher.PublishAsync("t", "new", 1);

        var back = await ConnectToSessionAsync(version, "receiver");
        var again = new List<RawPacket>();
        foreach (var _ in qualities)
        {
            again.Add(await back.ExpectAsync(PacketType.Publish));
        }
        Assert.Equal(["0", "1", "2", "3"], again.Select(packet => packet.Text));
        Assert.Equal(identifiers, again.Select(packet => packet.Id));
        Assert.All(again, packet => Assert.True(packet.Dup));
        Assert.False((await back.ReceiveAsync("t", "new")).Dup);
    }

    [Theory]
    [BothVersions]
    public async Task ACleanStart_ForgetsWhatWasNotAcknowledged(byte version)
    {
        var (receiver, publisher) = await WithUnacknowledgedAsync(version, 2);
        await receiver.ExpectAsync(PacketType.Publish);
        await receiver.DisposeAsync();
        var clean = await ConnectAsync(version, "receiver");
        Assert.False(clean.Connack.SessionPresent);
        await publisher.PublishAsync("t", "again", 2);
        await clean.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task TheSessionsState_IsTakenOverFromALiveConnection(byte version)
    {
        var (receiver, _) = await WithUnacknowledgedAsync(version, 1);
        var sent = await receiver.ExpectAsync(PacketType.Publish);
        var newer = await ConnectToSessionAsync(version, "receiver");
        Assert.True(newer.Connack.SessionPresent);
        var again = await newer.ReceiveAsync("t", "hello");
        Assert.Equal((true, sent.Id), (again.Dup, again.Id));
        await receiver.ExpectDisconnectedAsync(Reason.SessionTakenOver);
    }

    [Fact]
    public async Task ASessionOf500_IsResumedBy311WithoutProperties()
    {
        var first = await ConnectToSessionAsync(5, "one");
        await first.SubscribeAsync("t", 1, (Prop.SubscriptionIdentifier, 7u));
        await first.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "queued", 1, false, (Prop.ContentType, "x"), (Prop.UserProperty, ("a", "b")));
        var old = await ConnectToSessionAsync(4, "one");
        Assert.True(old.Connack.SessionPresent);
        await old.ReceiveAsync("t", "queued");
        await publisher.PublishAsync("t", "live", 1, false, (Prop.ContentType, "x"));
        await old.ReceiveAsync("t", "live");
    }

    private async Task<(RawClient Receiver, RawClient Publisher)> WithUnacknowledgedAsync(byte version, int qos)
    {
        var receiver = await ConnectToSessionAsync(version, "receiver");
        await receiver.SubscribeAsync("t", qos);
        var publisher = await ConnectAsync(version, "publisher");
        await publisher.PublishAsync("t", "hello", qos);
        return (receiver, publisher);
    }

    private static (int QoS, bool Dup) Delivery(RawPacket publish) => (publish.QoS, publish.Dup);
}
