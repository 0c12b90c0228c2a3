using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>UNSUBSCRIBE and UNSUBACK (sections 3.10 and 3.11).</summary>
public sealed class UnsubscribeTests : ConformanceTest
{
    [Theory]
    [BothVersions]
    public async Task AnUnsubscribedFilter_GetsNoNewMessages(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t", 1);
        await client.SendAsync(Octets.Unsubscribe(version, 300, "t"));
        var unsuback = await client.ExpectAsync(PacketType.Unsuback);
        Assert.Equal(300, unsuback.Id);
        Assert.Equal(version < 5 ? [] : [Reason.Success], unsuback.Codes);
        await client.PublishAsync("t", "for nobody", 1);
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task OnlyTheFilterThatIsEqual_IsDeleted(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("a/+", 1);
        await client.SendAsync(Octets.Unsubscribe(version, 2, "a/b", "a/#", "A/+", "a/+/"));
        var unsuback = await client.ExpectAsync(PacketType.Unsuback);
        Assert.Equal(2, unsuback.Id);
        Assert.Equal(version < 5 ? [] : Enumerable.Repeat(Reason.NoSubscriptionExisted, 4), unsuback.Codes);
        await client.PublishAsync("a/b", "still", 1);
        await client.ReceiveAsync("a/b", "still");
    }

    [Theory]
    [BothVersions]
    public async Task SeveralFilters_HaveOneAnswer_InTheirOrder(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("a");
        await client.SubscribeAsync("b/#");
        await client.SubscribeAsync("c");
        await client.SendAsync(Octets.Unsubscribe(version, 9, "a", "nothing", "b/#"));
        var unsuback = await client.ExpectAsync(PacketType.Unsuback);
        Assert.Equal(9, unsuback.Id);
        Assert.Equal(version < 5 ? [] : [Reason.Success, Reason.NoSubscriptionExisted, Reason.Success], unsuback.Codes);
        await client.PublishAsync("a", "x");
        await client.PublishAsync("b/1", "x");
        await client.PublishAsync("c", "x");
        await client.ReceiveAsync("c", "x");
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ADeliveryThatHasStarted_IsCompleted(byte version)
    {
        var client = await ConnectToSessionAsync(version, "one");
        await client.SubscribeAsync("t", 2);
        await client.PublishAsync("t", "one", 1);
        await client.PublishAsync("t", "two", 2);
        var one = await client.ExpectAsync(PacketType.Publish);
        var two = await client.ExpectAsync(PacketType.Publish);
        await client.SendAsync(Octets.Unsubscribe(version, 9, "t"));
        await client.ExpectAsync(PacketType.Unsuback);
        await client.DisposeAsync();

        var back = await ConnectToSessionAsync(version, "one");
        Assert.Equal(one.Id, (await back.ReceiveAsync("t", "one")).Id);
        Assert.Equal(two.Id, (await back.ReceiveAsync("t", "two")).Id);
        await back.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AnUnsubscription_IsPartOfTheSession(byte version)
    {
        var client = await ConnectToSessionAsync(version, "one");
        await client.SubscribeAsync("t", 1);
        await client.SendAsync(Octets.Unsubscribe(version, 9, "t"));
        await client.ExpectAsync(PacketType.Unsuback);
        await client.DisconnectAsync();
        var back = await ConnectToSessionAsync(version, "one");
        Assert.True(back.Connack.SessionPresent);
        await back.PublishAsync("t", "for nobody", 1);
        await back.ExpectSilenceAsync();
    }
}
