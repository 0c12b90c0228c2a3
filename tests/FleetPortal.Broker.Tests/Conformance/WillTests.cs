using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>The will (sections 3.1.2.5, 3.1.3.2 and 3.14.4).</summary>
public sealed class WillTests : ConformanceTest
{
    private static readonly byte[] Gone = "gone"u8.ToArray();

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 0)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public async Task AConnectionThatBreaks_PublishesItsWill_AtItsQoS(byte version, int qos)
    {
        var observer = await ObserverAsync(version);
        var client = await ConnectAsync(new Connect(version, "one") { Will = new Will("will", Gone, qos) });
        await client.DisposeAsync();
        var will = await observer.ReceiveAsync("will", "gone");
        Assert.Equal((qos, false), (will.QoS, will.Retain));
        await observer.ExpectSilenceAsync();
        await ConnectAsync(version, "one");
        await observer.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ADisconnect_DiscardsTheWill(byte version)
    {
        var observer = await ObserverAsync(version);
        var client = await ConnectAsync(new Connect(version, "one") { Will = new Will("will", Gone) });
        await client.DisconnectAsync();
        await observer.ExpectSilenceAsync();
        var again = await ConnectAsync(version, "one");
        await again.DisposeAsync();
        await ConnectAsync(version, "one");
        await observer.ExpectSilenceAsync();
    }

    [Fact]
    public async Task ADisconnectWithWill_PublishesIt()
    {
        MosquittoDiffers("publishes it for 0x04 only.");
        var observer = await ObserverAsync(5);
        foreach (var reason in (byte[])[Reason.DisconnectWithWill, Reason.Unspecified, Reason.ImplementationSpecific])
        {
            var client = await ConnectAsync(new Connect(5, "one") { Will = new Will("will", Gone) });
            await client.DisconnectAsync(reason);
            await observer.ReceiveAsync("will", "gone");
        }
    }

    [Theory]
    [BothVersions]
    public async Task AProtocolError_PublishesTheWill(byte version)
    {
        var observer = await ObserverAsync(version);
        var client = await ConnectAsync(new Connect(version, "one") { Will = new Will("will", Gone) });
        await client.SendAsync(Octets.Frame(0x00));
        await observer.ReceiveAsync("will", "gone");
    }

    [Theory]
    [BothVersions]
    public async Task ATakeover_PublishesTheWill(byte version)
    {
        var observer = await ObserverAsync(version);
        await ConnectAsync(new Connect(version, "one") { Will = new Will("will", Gone) });
        await ConnectAsync(version, "one");
        await observer.ReceiveAsync("will", "gone");
        await observer.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task ARetainedWill_IsRetained_AndAnotherIsNot(byte version)
    {
        var observer = await ObserverAsync(version);
        foreach (var retain in (bool[])[false, true])
        {
            var client = await ConnectAsync(new Connect(version, "one") { Will = new Will("will", Gone, Retain: retain) });
            await client.DisposeAsync();
            Assert.False((await observer.ReceiveAsync("will", "gone")).Retain);
            var late = await ConnectAsync(version, "late");
            await late.SubscribeAsync("will");
            if (retain)
            {
                Assert.True((await late.ReceiveAsync("will", "gone")).Retain);
            }
            await late.ExpectSilenceAsync();
        }
    }

    [Theory]
    [BothVersions]
    public async Task AWill_MayBeEmpty_AndDoesNotOutliveItsConnection(byte version)
    {
        var observer = await ObserverAsync(version);
        var client = await ConnectAsync(Session(version, "one") with { Will = new Will("will", []) });
        await client.DisposeAsync();
        await observer.ReceiveAsync("will", "");
        var without = await ConnectToSessionAsync(version, "one");
        await without.DisposeAsync();
        await ConnectToSessionAsync(version, "one");
        await observer.ExpectSilenceAsync();
    }

    [Fact]
    public async Task TheWillsProperties_ArePassedOnInTheirOrder()
    {
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(new Connect(5, "one")
        {
            Will = new Will("will", Gone, 1, false, (Prop.PayloadFormatIndicator, 1u), (Prop.ContentType, "text/plain"),
                (Prop.ResponseTopic, "answers"), (Prop.CorrelationData, new byte[] { 0, 1, 255 }), (Prop.UserProperty, ("b", "1")),
                (Prop.UserProperty, ("a", "2")), (Prop.UserProperty, ("b", "3")), (Prop.MessageExpiryInterval, 1000u)),
        });
        await client.DisposeAsync();
        var will = await observer.ReceiveAsync("will", "gone");
        Assert.Equal((1u, "text/plain", "answers"),
            (will[Prop.PayloadFormatIndicator], will[Prop.ContentType], will[Prop.ResponseTopic]));
        Assert.Equal([0, 1, 255], (byte[])will[Prop.CorrelationData]!);
        Assert.Equal([("b", "1"), ("a", "2"), ("b", "3")], will.UserProperties);
        Assert.InRange((uint)will[Prop.MessageExpiryInterval]!, 990u, 1000u);
        Assert.Null(will[Prop.WillDelayInterval]);
    }

    [Fact]
    public async Task AWillWithADelay_IsPublishedAfterIt()
    {
        NeedsClock();
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(Delayed(60, 3600));
        await client.DisconnectAsync(Reason.DisconnectWithWill);
        await observer.ExpectSilenceAsync();
        Advance(59);
        await observer.ExpectSilenceAsync();
        Advance(2);
        await observer.ReceiveAsync("will", "gone");
        Assert.True((await ConnectToSessionAsync(5, "one")).Connack.SessionPresent);
        await observer.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AConnectionBeforeTheDelayIsOver_CancelsTheWill()
    {
        NeedsClock();
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(Delayed(60, 3600));
        await client.DisconnectAsync(Reason.DisconnectWithWill);
        Advance(30);
        var back = await ConnectToSessionAsync(5, "one");
        Assert.True(back.Connack.SessionPresent);
        Advance(120);
        await observer.ExpectSilenceAsync();
    }

    [Fact]
    public async Task TheEndOfTheSession_PublishesTheWillBeforeItsDelay()
    {
        NeedsClock();
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(Delayed(3600, 60));
        await client.DisconnectAsync(Reason.DisconnectWithWill);
        await observer.ExpectSilenceAsync();
        Advance(61);
        await observer.ReceiveAsync("will", "gone");
    }

    [Fact]
    public async Task ASessionThatEndsAtOnce_PublishesItsDelayedWillAtOnce()
    {
        MosquittoDiffers("waits for the delay.");
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(new Connect(5, "one") { Will = Delayed(3600, 0).Will });
        await client.DisposeAsync();
        await observer.ReceiveAsync("will", "gone");
    }

    [Fact]
    public async Task ADisconnectWithWillThatEndsTheSession_PublishesItsDelayedWillAtOnce()
    {
        MosquittoDiffers("waits for the delay.");
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(Delayed(3600, 3600));
        await client.DisconnectAsync(Reason.DisconnectWithWill, (Prop.SessionExpiryInterval, 0u));
        await observer.ReceiveAsync("will", "gone");
    }

    [Fact]
    public async Task TheExpiryOfAWill_BeginsWithItsPublication()
    {
        NeedsClock();
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(Session(5, "one", (Prop.SessionExpiryInterval, 3600u)) with
        {
            Will = new Will("will", Gone, 1, false, (Prop.WillDelayInterval, 60u), (Prop.MessageExpiryInterval, 100u)),
        });
        await client.DisconnectAsync(Reason.DisconnectWithWill);
        Advance(61);
        Assert.InRange((uint)(await observer.ReceiveAsync("will", "gone"))[Prop.MessageExpiryInterval]!, 99u, 100u);
    }

    [Theory]
    [BothVersions]
    public async Task AnEmptyRetainedWill_RemovesTheRetainedMessage(byte version)
    {
        var observer = await ObserverAsync(version);
        await observer.PublishAsync("will", "kept", 1, retain: true);
        await observer.ReceiveAsync("will", "kept");
        var client = await ConnectAsync(new Connect(version, "one") { Will = new Will("will", [], Retain: true) });
        await client.DisposeAsync();
        await observer.ReceiveAsync("will", "");
        var late = await ConnectAsync(version, "late");
        await late.SubscribeAsync("will");
        await late.ExpectSilenceAsync();
    }

    [Fact]
    public async Task ACleanStart_EndsTheSession_AndPublishesItsDelayedWill()
    {
        MosquittoDiffers("loses the will.");
        var observer = await ObserverAsync(5);
        var client = await ConnectAsync(Delayed(3600, 3600));
        await client.DisconnectAsync(Reason.DisconnectWithWill);
        await observer.ExpectSilenceAsync();
        Assert.False((await ConnectAsync(5, "one")).Connack.SessionPresent);
        await observer.ReceiveAsync("will", "gone");
    }

    [Fact]
    public async Task ATakeoverOfTheSession_CancelsADelayedWill()
    {
        NeedsClock();
        var observer = await ObserverAsync(5);
        var older = await ConnectAsync(Delayed(60, 3600));
        var newer = await ConnectToSessionAsync(5, "one");
        Assert.True(newer.Connack.SessionPresent);
        await older.ExpectDisconnectedAsync(Reason.SessionTakenOver);
        Advance(120);
        await newer.ExpectSilenceAsync();
        await observer.ExpectSilenceAsync();
    }

    private static Connect Delayed(uint delay, uint expiry) => Session(5, "one", (Prop.SessionExpiryInterval, expiry)) with
    {
        Will = new Will("will", Gone, 0, false, (Prop.WillDelayInterval, delay)),
    };

    private async Task<RawClient> ObserverAsync(byte version)
    {
        var observer = await ConnectAsync(version, "observer");
        await observer.SubscribeAsync("will", 2);
        return observer;
    }
}
