using FleetPortal.Broker.Tests.Conformance;
using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>A test of sessions that can kill the broker and start it again on what was on the disk.</summary>
public abstract class SessionTest : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _all = [];

    private protected MemorySessions Disk { get; private set; } = new();

    private protected EngineBroker Broker { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_all))
        {
            await one.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected async Task StartAsync(BrokerLimits? limits = null)
    {
        Broker = await EngineBroker.StartAsync(Disk, limits);
        _all.Add(Broker);
    }

    /// <summary>Starts another broker on what is on the disk now. What the old one does from now on is lost, as after kill -9.</summary>
    private protected async Task KillAndStartAsync()
    {
        Disk = Disk.Copy();
        Broker = await EngineBroker.StartAsync(Disk, Broker.Limits, Broker.Time);
        _all.Add(Broker);
    }

    /// <summary>Connects to a session that outlives its connection by an hour.</summary>
    private protected Task<RawClient> ResumeAsync(byte version, string clientId) => ConnectAsync(
        new Connect(version, clientId) { CleanStart = false, Properties = version < 5 ? [] : [(Prop.SessionExpiryInterval, 3600u)] });

    private protected Task<RawClient> ConnectAsync(byte version, string clientId) => ConnectAsync(new Connect(version, clientId));

    private protected async Task<RawClient> ConnectAsync(Connect connect)
    {
        var client = new RawClient(await Broker.OpenAsync(), connect.Version);
        _all.Add(client);
        await client.ConnectAsync(connect);
        return client;
    }

    /// <summary>
    /// Waits until the disk holds this many messages and deliveries: what is finished is removed without anybody waiting.
    /// </summary>
    private protected async Task AssertStoredAsync(int messages, int deliveries)
    {
        await WaitAsync(() => Disk.Count == (messages, deliveries));
        Assert.Equal((messages, deliveries), Disk.Count);
    }

    /// <summary>Waits until the disk has this number of dropped messages for a session.</summary>
    private protected async Task AssertDroppedAsync(string clientId, long dropped)
    {
        await WaitAsync(() => Disk.DroppedOf(clientId) == dropped);
        Assert.Equal(dropped, Disk.DroppedOf(clientId));
    }

    /// <summary>Waits until something holds, or the patience is over.</summary>
    private protected static async Task WaitAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(RawClient.Patience);
        while (!holds() && !patience.IsCancellationRequested)
        {
            await Task.Yield();
        }
    }
}
