using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>DISCONNECT and the end of a connection (sections 3.14, 4.8 of 3.1.1 and 4.13 of 5.0).</summary>
public sealed class DisconnectTests : ConformanceTest
{
    [Theory]
    [BothVersions]
    public async Task AfterDisconnect_TheServerClosesTheConnectionWithoutAnAnswer(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Disconnect(version));
        await client.ExpectClosedAsync();
    }

    [Theory]
    [BothVersions]
    public async Task WhatFollowsDisconnect_IsNotProcessed(byte version)
    {
        var observer = await ConnectAsync(version, "observer");
        await observer.SubscribeAsync("t");
        var client = await ConnectAsync(version, "one");
        await client.SendAsync([.. Octets.Disconnect(version), .. Octets.Publish(version, "t", [1]), .. Octets.Pingreq]);
        await client.ExpectClosedAsync();
        await observer.ExpectSilenceAsync();
    }

    [Fact]
    public async Task DisconnectInTheLongForm_IsTaken()
    {
        foreach (var packet in (byte[][])[
            Octets.Frame(0xE0, [0x00]), Octets.Disconnect(5, Reason.Unspecified), Octets.Disconnect(5, Reason.DisconnectWithWill),
            Octets.Disconnect(5, 0, (Prop.ReasonString, "why"), (Prop.UserProperty, ("a", "b")), (Prop.UserProperty, ("a", "c")))])
        {
            var client = await ConnectAsync(5, "one");
            await client.SendAsync(packet);
            await client.ExpectClosedAsync();
        }
    }

    [Fact]
    public async Task ADisconnectOfTheServer_IsTheLastPacket_AndFitsTheClientsMaximum()
    {
        var client = await ConnectAsync(5, "one", (Prop.MaximumPacketSize, 100u));
        await client.SendAsync([.. Octets.Publish(5, "a/#", [1]), .. Octets.Pingreq, .. Octets.Publish(5, "t", [1], 1, 1)]);
        await client.ExpectDisconnectedAsync(Reason.TopicNameInvalid, Reason.MalformedPacket, Reason.ProtocolError);
    }

    [Theory]
    [BothVersions]
    public async Task AProtocolError_ClosesTheConnection_AndNoOther(byte version)
    {
        var other = await ConnectAsync(version, "other");
        await other.SubscribeAsync("t", 1);
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Frame(0x00));
        await client.ExpectDisconnectedAsync(Reason.MalformedPacket, Reason.ProtocolError);
        await other.PublishAsync("t", "still here", 1);
        await other.ReceiveAsync("t", "still here");
    }

    [Fact]
    public async Task ANewExpiryInDisconnect_CountsInsteadOfTheOldOne()
    {
        var first = await ConnectAsync(5, "one", (Prop.SessionExpiryInterval, 3600u));
        await first.DisconnectAsync(0, (Prop.SessionExpiryInterval, 0u));
        Assert.False((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
    }

    [Fact]
    public async Task AnExpiryInDisconnect_AfterNoneInConnect_IsAProtocolError()
    {
        var client = await ConnectAsync(5, "one");
        await client.SendAsync(Octets.Disconnect(5, 0, (Prop.SessionExpiryInterval, 60u)));
        await client.ExpectDisconnectedAsync(Reason.ProtocolError);
    }
}
