using FleetPortal.Broker.Tests.Conformance;
using FleetPortal.Broker.Tests.Conformance.Client;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.MqttSessions;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>Sessions that outlive their connection survive kill -9: subscriptions, queued messages, and each step of QoS 2.</summary>
public sealed class DurableSessionTests : SessionTest
{
    [Theory]
    [BothVersions]
    public async Task AQueuedMessage_SurvivesAKill_AndComesOnce(byte version)
    {
        await StartAsync();
        var subscriber = await ResumeAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t/#", 2);
        await subscriber.DisconnectAsync();
        var publisher = await ConnectAsync(version, "publisher");
        await publisher.PublishAsync("t/1", "one", 1);
        await publisher.PublishAsync("t/2", "two", 2);
        await KillAndStartAsync();

        subscriber = await ResumeAsync(version, "subscriber");
        Assert.True(subscriber.Connack.SessionPresent);
        Assert.True((await subscriber.ReceiveAsync("t/1", "one")).Dup);
        await subscriber.ReceiveAsync("t/2", "two");
        await AssertStoredAsync(0, 0);
        await KillAndStartAsync();
        subscriber = await ResumeAsync(version, "subscriber");
        Assert.True(subscriber.Connack.SessionPresent);
        await subscriber.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ASubscription_SurvivesAKill_AndItsEndToo(byte version)
    {
        await StartAsync();
        var subscriber = await ResumeAsync(version, "subscriber");
        await subscriber.SubscribeAsync("kept", 1);
        await subscriber.SubscribeAsync("ended", 1);
        await subscriber.SendAsync(Octets.Unsubscribe(version, subscriber.NextId(), "ended"));
        await subscriber.ExpectAsync(PacketType.Unsuback);
        await KillAndStartAsync();
        subscriber = await ResumeAsync(version, "subscriber");
        var publisher = await ConnectAsync(version, "publisher");
        await publisher.PublishAsync("ended", "no", 1);
        await publisher.PublishAsync("kept", "yes", 1);
        await subscriber.ReceiveAsync("kept", "yes");
    }

    [Theory]
    [BothVersions]
    public async Task ASessionWithoutExpiry_LeavesNothingOnTheDisk(byte version)
    {
        await StartAsync();
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        await subscriber.PublishAsync("t", "own", 1);
        await subscriber.ReceiveAsync("t", "own");
        await KillAndStartAsync();
        Assert.Equal(0, Broker.Sessions.Count);
        Assert.Equal((0, 0), Disk.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TheAcknowledgement_WaitsForTheDisk_AndTheDeliveryToo(int qos)
    {
        await StartAsync();
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", qos);
        var publisher = await ConnectAsync(5, "publisher");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Disk.Gate = gate.Task;
        await publisher.SendAsync(Octets.Publish(5, "t", "one"u8.ToArray(), qos, 7));
        await publisher.ExpectSilenceAsync();
        await subscriber.ExpectSilenceAsync();
        gate.SetResult();
        Assert.Equal(7, (await publisher.ExpectAsync(qos == 1 ? PacketType.Puback : PacketType.Pubrec)).Id);
        Assert.Equal("one", (await subscriber.ExpectAsync(PacketType.Publish)).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AFullDisk_GivesNoPositiveAcknowledgement_AndNothingIsDelivered(int qos)
    {
        await StartAsync();
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", qos);
        var (modern, old) = (await ConnectAsync(5, "modern"), await ConnectAsync(4, "old"));
        Disk.IsFull = true;
        await modern.SendAsync(Octets.Publish(5, "t", "lost"u8.ToArray(), qos, 7));
        Assert.Equal(0x80, (await modern.ExpectAsync(qos == 1 ? PacketType.Puback : PacketType.Pubrec)).Code);
        await old.SendAsync(Octets.Publish(4, "t", "lost"u8.ToArray(), qos, 7));
        await old.ExpectClosedAsync();
        await subscriber.ExpectSilenceAsync();
        Disk.IsFull = false;
        Assert.Equal(0, Broker.Sessions.Find("subscriber")!.Numbers().Queued);
        await modern.PublishAsync("t", "kept", qos);
        await subscriber.ReceiveAsync("t", "kept");
    }

    [Theory]
    [BothVersions]
    public async Task AKillAfterPublish_SendsPublishAgain_WithItsIdentifier(byte version)
    {
        await StartAsync();
        var sent = await PublishedToAsync(version);
        await KillAndStartAsync();
        var subscriber = await ResumeAsync(version, "subscriber");
        var again = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal((sent.Id, true, "once"), (again.Id, again.Dup, again.Text));
        await subscriber.AcknowledgeAsync(again);
        await AssertStoredAsync(0, 0);
    }

    [Theory]
    [BothVersions]
    public async Task AKillAfterPubrec_SendsPubrelAgain_AndNoPublish(byte version)
    {
        await StartAsync();
        var subscriber = await ResumeAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        await (await ConnectAsync(version, "publisher")).PublishAsync("t", "once", 2);
        var sent = await subscriber.ExpectAsync(PacketType.Publish);
        await subscriber.SendAsync(Octets.Ack(version, PacketType.Pubrec, sent.Id));
        await subscriber.ExpectAsync(PacketType.Pubrel);
        await KillAndStartAsync();
        subscriber = await ResumeAsync(version, "subscriber");
        Assert.Equal(sent.Id, (await subscriber.ExpectAsync(PacketType.Pubrel)).Id);
        await subscriber.SendAsync(Octets.Ack(version, PacketType.Pubcomp, sent.Id));
        await subscriber.ExpectSilenceAsync();
        await AssertStoredAsync(0, 0);
    }

    [Theory]
    [BothVersions]
    public async Task APubrecThatTheDiskRefuses_BringsNoPubrel_AndPublishAgain(byte version)
    {
        await StartAsync();
        var sent = await PublishedToAsync(version);
        Disk.Refuses = change => change is DeliveryReleased;
        var subscriber = await ResumeAsync(version, "subscriber");
        await subscriber.ExpectAsync(PacketType.Publish);
        await subscriber.SendAsync(Octets.Ack(version, PacketType.Pubrec, sent.Id));
        await subscriber.ExpectClosedAsync();
        Disk.Refuses = _ => false;
        subscriber = await ResumeAsync(version, "subscriber");
        var again = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal((sent.Id, true), (again.Id, again.Dup));
        await subscriber.AcknowledgeAsync(again);
        await AssertStoredAsync(0, 0);
    }

    [Theory]
    [BothVersions]
    public async Task AKillBeforePubrel_DoesNotTakeTheSameMessageTwice(byte version)
    {
        await StartAsync();
        var subscriber = await ResumeAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        var publisher = await ResumeAsync(version, "publisher");
        await publisher.SendAsync(Octets.Publish(version, "t", "once"u8.ToArray(), 2, 9));
        await publisher.ExpectAsync(PacketType.Pubrec);
        await subscriber.ReceiveAsync("t", "once");
        await AssertStoredAsync(0, 0);
        await KillAndStartAsync();
        subscriber = await ResumeAsync(version, "subscriber");
        publisher = await ResumeAsync(version, "publisher");
        await publisher.SendAsync(Octets.Publish(version, "t", "once"u8.ToArray(), 2, 9, dup: true));
        Assert.Equal(9, (await publisher.ExpectAsync(PacketType.Pubrec)).Id);
        await publisher.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
        Assert.Equal(9, (await publisher.ExpectAsync(PacketType.Pubcomp)).Id);
        await subscriber.ExpectSilenceAsync();

        // After PUBCOMP the identifier belongs to the next message, after another kill too.
        await KillAndStartAsync();
        subscriber = await ResumeAsync(version, "subscriber");
        publisher = await ResumeAsync(version, "publisher");
        await publisher.SendAsync(Octets.Publish(version, "t", "next"u8.ToArray(), 2, 9));
        await publisher.ExpectAsync(PacketType.Pubrec);
        await subscriber.ReceiveAsync("t", "next");
    }

    [Fact]
    public async Task AFullQueue_DropsTheOldest_CountsIt_AndFreesIt()
    {
        await StartAsync(new BrokerLimits { QueuedMessagesPerSession = 3 });
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        await subscriber.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        for (var i = 1; i <= 5; i++)
        {
            await publisher.PublishAsync("t", $"{i}", 1);
        }

        await AssertStoredAsync(3, 3);
        var numbers = Broker.Sessions.Find("subscriber")!.Numbers();
        Assert.Equal((3, 2L), (numbers.Queued, numbers.Dropped));
        subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.ReceiveAsync("t", "3");
        await subscriber.ReceiveAsync("t", "4");
        await subscriber.ReceiveAsync("t", "5");
        await subscriber.ExpectSilenceAsync();
        Assert.Equal(0, Broker.Sessions.QueuedOctets);
    }

    [Fact]
    public async Task WhatAnAbsentSessionDropped_IsCountedOnTheDisk_UntilTheSessionEnds()
    {
        await StartAsync(new BrokerLimits { QueuedMessagesPerSession = 3 });
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        Assert.Null(Broker.Sessions.Find("subscriber")!.State().ExpiresAt);
        var ended = Broker.Time.GetUtcNow();
        await subscriber.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        for (var i = 1; i <= 5; i++)
        {
            await publisher.PublishAsync("t", $"{i}", 1);
        }

        Broker.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertDroppedAsync("subscriber", 2);
        await KillAndStartAsync();
        var state = Broker.Sessions.Find("subscriber")!.State();
        Assert.Equal((3, 2L, ended + TimeSpan.FromHours(1)), (state.Queued, state.Dropped, state.ExpiresAt));
        Assert.Equal([new SessionSubscription("t", 1)], state.Subscriptions);
        await (await ConnectAsync(5, "publisher")).PublishAsync("t", "6", 1);
        Broker.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertDroppedAsync("subscriber", 3);
        await ConnectAsync(new Connect(5, "subscriber") { CleanStart = true, Properties = [(Prop.SessionExpiryInterval, 3600u)] });
        Assert.Equal(0, Broker.Sessions.Find("subscriber")!.State().Dropped);
        await AssertDroppedAsync("subscriber", 0);
    }

    [Fact]
    public async Task AQueue_IsBoundedByOctets_AndAllQueuesTogetherToo()
    {
        await StartAsync(new BrokerLimits { QueuedOctetsPerSession = 10_000, QueuedOctets = 15_000 });
        foreach (var name in (string[])["one", "two"])
        {
            var subscriber = await ResumeAsync(5, name);
            await subscriber.SubscribeAsync(name, 1);
            await subscriber.DisconnectAsync();
        }

        // A full queue drops its oldest message for a new one. If all queues together are full, the publisher is told to come again.
        var publisher = await ConnectAsync(5, "publisher");
        foreach (var (name, last) in new[] { ("one", Reason.Success), ("two", Reason.QuotaExceeded) })
        {
            var codes = new List<byte>();
            for (var i = 0; i < 20; i++)
            {
                await publisher.SendAsync(Octets.Publish(5, name, new byte[1_500], 1, publisher.NextId()));
                codes.Add((await publisher.ExpectAsync(PacketType.Puback)).Code);
            }

            Assert.Equal((Reason.Success, last), (codes[0], codes[^1]));
            Assert.InRange(Broker.Sessions.Find(name)!.Numbers().Octets, 1, 10_000);
        }

        Assert.InRange(Broker.Sessions.QueuedOctets, 1, 15_000);
    }

    [Fact]
    public async Task AQueuedMessage_IsDroppedAfterItsAge_AndAnExpiredSessionLeavesTheDisk()
    {
        await StartAsync(new BrokerLimits { QueuedAge = TimeSpan.FromMinutes(10) });
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        await subscriber.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", "old", 1);
        await AssertStoredAsync(1, 1);
        Broker.Time.Advance(TimeSpan.FromMinutes(11));
        await AssertStoredAsync(0, 0);
        await publisher.DisconnectAsync();
        Broker.Time.Advance(TimeSpan.FromHours(1));
        await KillAndStartAsync();
        Broker.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False((await ResumeAsync(5, "subscriber")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AMessageForManySessions_IsOnTheDiskOnce_UntilTheLastHasIt()
    {
        await StartAsync();
        foreach (var name in (string[])["one", "two", "three"])
        {
            var subscriber = await ResumeAsync(5, name);
            await subscriber.SubscribeAsync("t", 1);
            await subscriber.DisconnectAsync();
        }

        await (await ConnectAsync(5, "publisher")).PublishAsync("t", "all", 1);
        await AssertStoredAsync(1, 3);
        await (await ResumeAsync(5, "one")).ReceiveAsync("t", "all");
        await (await ResumeAsync(5, "two")).ReceiveAsync("t", "all");
        await AssertStoredAsync(1, 1);
        await KillAndStartAsync();
        await (await ResumeAsync(5, "three")).ReceiveAsync("t", "all");
        await AssertStoredAsync(0, 0);
    }

    [Fact]
    public async Task ARetainedMessageThatTheDiskRefusedOnce_IsStoredForTheNextSubscriber()
    {
        await StartAsync();
        await (await ConnectAsync(5, "publisher")).PublishAsync("t", "kept", 1, retain: true);
        Disk.Refuses = change => change is DeliverySaved;
        var one = await ResumeAsync(5, "one");
        await one.SendAsync(Octets.Subscribe(5, 1, [("t", 1)]));
        await WaitAsync(() => Broker.Sessions.Find("one")!.EndedAt is not null);
        Disk.Refuses = _ => false;
        var two = await ResumeAsync(5, "two");
        await two.SubscribeAsync("t", 1);
        await two.ExpectAsync(PacketType.Publish);
        await AssertStoredAsync(1, 1);
        await KillAndStartAsync();
        await (await ResumeAsync(5, "two")).ReceiveAsync("t", "kept");
        await AssertStoredAsync(0, 0);
    }

    [Fact]
    public async Task AConnectionThatIsBeingClosed_TakesNoMessage_AndTheNextOneGetsIt()
    {
        await StartAsync();
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        var publisher = await ConnectAsync(5, "publisher");
        var connection = Broker.Accepted.Single(one => one.Live!.ClientId == "subscriber");
        var closing = Broker.Connections.CloseClientAsync("subscriber", SessionEndReason.AdministrativeAction);
        Assert.True(connection.MustWait);
        await publisher.PublishAsync("t", "kept", 1);
        Assert.Equal(1, await closing);
        await (await ResumeAsync(5, "subscriber")).ReceiveAsync("t", "kept");
    }

    [Fact]
    public async Task ADisconnectWithoutExpiry_TakesTheSessionAndItsMessagesFromTheDisk()
    {
        await StartAsync();
        var subscriber = await ResumeAsync(5, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        await (await ConnectAsync(5, "publisher")).PublishAsync("t", "late", 2);
        await subscriber.ExpectAsync(PacketType.Publish);
        await subscriber.DisconnectAsync(0, (Prop.SessionExpiryInterval, 0u));
        await AssertStoredAsync(0, 0);
        await KillAndStartAsync();
        Assert.False((await ResumeAsync(5, "subscriber")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AClientOf311_MaySendManyQoS2Messages_BeforeItReleasesOne()
    {
        await StartAsync();
        var client = await ConnectAsync(4, "old");
        await client.SubscribeAsync("t", 0);
        for (var id = 1; id <= 500; id++)
        {
            await client.SendAsync(Octets.Publish(4, "x", "m"u8.ToArray(), 2, id));
            Assert.Equal(id, (await client.ExpectAsync(PacketType.Pubrec)).Id);
        }

        Assert.Equal(500, Broker.Sessions.Find("old")!.Numbers().Received);
        await client.SendAsync(Octets.Ack(4, PacketType.Pubrel, 500));
        Assert.Equal(500, (await client.ExpectAsync(PacketType.Pubcomp)).Id);
    }

    private async Task<RawPacket> PublishedToAsync(byte version)
    {
        var subscriber = await ResumeAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        await (await ConnectAsync(version, "publisher")).PublishAsync("t", "once", 2);
        return await subscriber.ExpectAsync(PacketType.Publish);
    }
}
