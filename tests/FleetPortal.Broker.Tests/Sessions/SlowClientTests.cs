using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>One client that does not read, floods or is silent costs a bounded amount of memory and disturbs nobody.</summary>
public sealed class SlowClientTests : SessionTest
{
    private const int Pings = 1_000_000;

    [Fact]
    public async Task AFloodOfPingreq_WithoutReading_IsNotReadAnyFurther_AndIsCutOff()
    {
        await StartAsync();
        var stream = await Broker.OpenAsync();
        await stream.WriteAsync(new Connect(5, "flood") { KeepAlive = 10 }.ToOctets(), TestContext.Current.CancellationToken);
        var flood = Enumerable.Repeat(Octets.Pingreq, Pings).SelectMany(ping => ping).ToArray();
        var written = stream.WriteAsync(flood, TestContext.Current.CancellationToken).AsTask();

        // The broker stops to read when its answers are not read. A healthy client goes on.
        var healthy = await ConnectAsync(5, "healthy");
        await healthy.SubscribeAsync("t", 1);
        for (var i = 0; i < 100; i++)
        {
            await healthy.PublishAsync("t", $"{i}", 1);
            await healthy.ReceiveAsync("t", $"{i}");
        }

        await UntilAsync(() => Broker.Accepted.Any(one => one.Live!.ClientId == "flood" && one.Output.IsCongested));
        Assert.False(written.IsCompleted);
        Broker.Time.Advance(TimeSpan.FromSeconds(16));
        await EndedAsync("flood");
        await healthy.ExpectSilenceAsync();
        await stream.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ADeafSubscriber_HoldsABoundedAmount_AndFastOnesGetEverything(int qos)
    {
        await StartAsync(new BrokerLimits { QueuedMessagesPerSession = 100 });
        var deaf = await ConnectAsync(new Connect(5, "deaf") { KeepAlive = 60 });
        await deaf.SubscribeAsync("t", qos);
        var fast = await ConnectAsync(5, "fast");
        await fast.SubscribeAsync("t", 1);
        var publisher = await ConnectAsync(5, "publisher");
        var payload = new string('x', 4_000);
        for (var i = 0; i < 400; i++)
        {
            await publisher.PublishAsync("t", payload, 1);
            await fast.ReceiveAsync("t", payload);
        }

        var numbers = Broker.Sessions.Find("deaf")!.Numbers();
        Assert.True(numbers.Dropped > 0);
        Assert.InRange(numbers.Queued + numbers.InFlight, 0, 100);
        Assert.InRange(numbers.Octets, 0, 100 * 6_000);
        Broker.Time.Advance(TimeSpan.FromSeconds(91));
        await EndedAsync("deaf");
        await UntilAsync(() => Broker.Sessions.QueuedOctets == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WhenNoQueueHasAPlace_ThePublisherIsTold_AndWhenOneHas_TheMessageIsTaken(int qos)
    {
        await StartAsync(new BrokerLimits { QueuedOctets = 13_400 });
        var payload = new string('x', 4_000);
        var absent = await ConnectAsync(new Connect(5, "absent") { Properties = [(Prop.SessionExpiryInterval, 3_600u)] });
        await absent.SubscribeAsync("t", 2);
        await absent.DisconnectAsync();
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", payload, 1);
        await publisher.PublishAsync("t", payload, 1);
        await publisher.SendAsync(Octets.Publish(5, "t", new byte[4_000], qos, 7));
        var refused = await publisher.ExpectAsync(qos == 1 ? PacketType.Puback : PacketType.Pubrec);
        Assert.Equal((7, Reason.QuotaExceeded, "queues-full"), (refused.Id, refused.Code, refused[Prop.ReasonString]));

        var present = await ConnectAsync(5, "present");
        await present.SubscribeAsync("t", 0);
        Assert.Equal(Reason.Success, (await publisher.PublishAsync("t", payload, qos))!.Code);
        await present.ReceiveAsync("t", payload);
        Assert.Equal(Reason.NoMatchingSubscribers, (await publisher.PublishAsync("other", payload, 1))!.Code);
    }

    [Fact]
    public async Task AClientThatIsSilent_IsClosedAfterOneAndAHalfTimesItsKeepAlive_NotBefore()
    {
        await StartAsync();
        var client = await ConnectAsync(new Connect(5, "silent") { KeepAlive = 10 });
        Broker.Time.Advance(TimeSpan.FromSeconds(14));
        await client.ExpectSilenceAsync();
        Broker.Time.Advance(TimeSpan.FromSeconds(14));
        await client.ExpectSilenceAsync();
        Broker.Time.Advance(TimeSpan.FromSeconds(17));
        Assert.Equal(0x8D, (await client.ExpectAsync(PacketType.Disconnect)).Code);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task ATakeOverStorm_LeavesOneSession_AndNoGhostSubscriptions()
    {
        await StartAsync();
        for (var i = 0; i < 200; i++)
        {
            var client = await ConnectAsync(5, "same");
            await client.SubscribeAsync($"t/{i}", 1);
        }

        Assert.Equal(1, Broker.Sessions.Count);
        Assert.Equal(1, Broker.Sessions.Find("same")!.CountSubscriptions());
    }

    [Fact]
    public async Task TwoHundredTakeOversAtOnce_EndWithOneConnection()
    {
        await StartAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            var stream = await Broker.OpenAsync();
            await stream.WriteAsync(new Connect(5, "same").ToOctets(), TestContext.Current.CancellationToken);
            return stream;
        }));
        foreach (var stream in streams)
        {
            Assert.Equal(0, (await new RawClient(stream, 5).ExpectAsync(PacketType.Connack)).Code);
        }

        var survivor = await ConnectAsync(5, "same");
        await survivor.ExpectSilenceAsync();
        Assert.Equal(1, Broker.Sessions.Count);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task AQuietConnection_HoldsNoBuffers()
    {
        await StartAsync();
        var client = await ConnectAsync(5, "quiet");
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", new string('x', 100_000), 1);
        await client.ReceiveAsync("t", new string('x', 100_000));
        await client.ExpectSilenceAsync();
        Assert.False(Broker.Accepted.Single().Output.IsCongested);
        Assert.Equal(0, Broker.Accepted.Single().Output.Buffered);
    }

    /// <summary>Waits until a client identifier has no session any more.</summary>
    private Task EndedAsync(string clientId)
    {
        var advanced = 0;
        return UntilAsync(() =>
        {
            // The farewell has a time limit of its own.
            Broker.Time.Advance(TimeSpan.FromSeconds(advanced++ < 10 ? 1 : 0));
            return Broker.Sessions.Find(clientId) is null;
        });
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(RawClient.Patience);
        while (!condition() && !patience.IsCancellationRequested)
        {
            await Task.Yield();
        }

        Assert.True(condition());
    }
}
