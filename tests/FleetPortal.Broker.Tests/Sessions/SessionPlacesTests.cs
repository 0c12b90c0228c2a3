using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>The places of sessions that outlive their connection: who gets one, and that none is lost when the disk is full.</summary>
public sealed class SessionPlacesTests : SessionTest
{
    [Fact]
    public async Task ConnectsThatTheDiskRefuses_TakeNoPlace()
    {
        await StartAsync(new BrokerLimits { DurableSessions = 2 });
        Disk.IsFull = true;
        foreach (var name in (string[])["one", "two", "three"])
        {
            await RefusedAsync(name);
        }

        Disk.IsFull = false;
        Assert.Equal(0, Broker.Sessions.Count);
        await ResumeAsync(5, "one");
        Assert.True(Broker.Sessions.Find("one")!.IsDurable);
    }

    [Fact]
    public async Task ASessionThatCouldNotBeResumed_StillExpires()
    {
        await StartAsync();
        await (await ResumeAsync(5, "device")).DisconnectAsync();
        Disk.IsFull = true;
        await RefusedAsync("device");
        Disk.IsFull = false;
        var session = Broker.Sessions.Find("device")!;
        Assert.Equal((3600u, false), (session.Expiry, session.IsConnected));
        Assert.NotNull(session.EndedAt);
        Broker.Time.Advance(TimeSpan.FromHours(2));
        await WaitAsync(() => Broker.Sessions.Count == 0);
        Assert.Equal(0, Broker.Sessions.Count);
    }

    [Fact]
    public async Task TheInstancesOfOneApplication_DoNotTakeThePlacesOfOthers()
    {
        await StartAsync(new BrokerLimits { DurableSessions = 5, DurableSessionsPerApplication = 2 });
        foreach (var name in (string[])["app.1", "app.2", "app.3", "app", "other.1"])
        {
            await ResumeAsync(5, name);
        }

        Assert.Equal(["app", "app.1", "app.2", "other.1"], Broker.Sessions.All.Where(session => session.IsDurable)
            .Select(session => session.ClientId).Order(StringComparer.Ordinal));
        await (await ResumeAsync(5, "app.1")).DisconnectAsync(0, (Prop.SessionExpiryInterval, 0u));
        await WaitAsync(() => Broker.Sessions.Find("app.1") is null);
        await ResumeAsync(5, "app.4");
        Assert.True(Broker.Sessions.Find("app.4")!.IsDurable);
    }

    [Fact]
    public async Task ADisconnect_GetsNoPlaceThatConnectDidNotGet()
    {
        await StartAsync(new BrokerLimits { DurableSessions = 1 });
        await ResumeAsync(5, "one");
        var two = await ResumeAsync(5, "two");
        Assert.False(Broker.Sessions.Find("two")!.IsDurable);
        await two.DisconnectAsync(0, (Prop.SessionExpiryInterval, 3600u));
        await WaitAsync(() => Broker.Sessions.Find("two") is null);
        Assert.Null(Broker.Sessions.Find("two"));
    }

    [Fact]
    public async Task TheQueuesOfOneApplication_DoNotTakeTheRoomOfOthers()
    {
        await StartAsync(new BrokerLimits { QueuedOctets = 200_000, QueuedOctetsInAnyCase = 3_000 });
        foreach (var name in (string[])["app.1", "app.2", "device"])
        {
            var subscriber = await ResumeAsync(5, name);
            await subscriber.SubscribeAsync(name == "device" ? "commands" : "telemetry", 1);
            await subscriber.DisconnectAsync();
        }

        var publisher = await ConnectAsync(5, "publisher");
        foreach (var topic in (string[])["telemetry", "commands"])
        {
            for (var i = 0; i < 20; i++)
            {
                await publisher.SendAsync(Octets.Publish(5, topic, new byte[2_000], 1, publisher.NextId()));
                Assert.Equal(Reason.Success, (await publisher.ExpectAsync(PacketType.Puback)).Code);
            }
        }

        Assert.InRange(QueuedFor("app.1") + QueuedFor("app.2"), 1, 53_000);
        Assert.Equal(20, Broker.Sessions.Find("device")!.Numbers().Queued);

        // An instance that is connected hears what is published, although the absent ones have used up the octets of the application.
        var live = await ResumeAsync(5, "app.3");
        await live.SubscribeAsync("telemetry", 1);
        await publisher.PublishAsync("telemetry", "now", 1);
        await live.ReceiveAsync("telemetry", "now");

        int QueuedFor(string name) => Broker.Sessions.Find(name)!.Numbers().Octets;
    }

    [Fact]
    public async Task TheQueuesOfAbsentSessions_LeaveRoomForThoseThatAreConnected()
    {
        await StartAsync(new BrokerLimits { QueuedOctets = 40_000, QueuedOctetsPerSession = 20_000 });
        foreach (var name in (string[])["absent-1", "absent-2", "absent-3"])
        {
            var subscriber = await ResumeAsync(5, name);
            await subscriber.SubscribeAsync("t", 1);
            await subscriber.DisconnectAsync();
        }

        var publisher = await ConnectAsync(5, "publisher");
        for (var i = 0; i < 20; i++)
        {
            await publisher.SendAsync(Octets.Publish(5, "t", new byte[2_000], 1, publisher.NextId()));
            await publisher.ExpectAsync(PacketType.Puback);
        }

        Assert.InRange(Broker.Sessions.QueuedOctets, 25_000, 30_000);
        var live = await ConnectAsync(5, "live");
        await live.SubscribeAsync("t", 1);
        await publisher.PublishAsync("t", "now", 1);
        await live.ReceiveAsync("t", "now");
    }

    private async Task RefusedAsync(string name)
    {
        await using var client = new RawClient(await Broker.OpenAsync(), 5);
        await client.SendAsync(new Connect(5, name) { CleanStart = false, Properties = [(Prop.SessionExpiryInterval, 3600u)] }.ToOctets());
        await client.ExpectClosedAsync();
    }
}
