using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FleetPortal.Broker;
using FleetPortal.Broker.Tests.Conformance.Client;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>
/// Devices that stop reading, beside one that works: they cost the portal no thread and a bounded amount of memory, the one that works gets
/// its acknowledgements, and the others are cut off.
/// </summary>
public sealed class DeafDeviceTests
{
    private const int Deaf = 250;
    private const int PingFloods = 5;
    private const string PublishFlood = "floods-publishes";
    private const int Payload = 60_000;

    // With 250 devices 330 MB: more than the queues of all sessions may hold together.
    private const int CommandsForEach = 22;

    // A load raises the number of threads in the pool a little. A thread for each deaf device would be 250.
    private const int MoreThreads = 20;

    private const int Kibibytes = 1024;

    // The two buffers of ConnectionOutput, each with 64 KiB and a packet, the pipes of the transport and the buffers of TLS.
    private const int KibibytesForEach = 512;

    // What the queues and the connections may hold at their limits, twice, because it is garbage for a while. Without limits, the flood of
    // PINGREQ alone took 3.2 GB.
    private const long MoreKibibytesAtPeak =
        2 * (256 * Kibibytes + (Deaf + PingFloods + 1) * KibibytesForEach);

    // The heap keeps some room for what comes next.
    private const long MoreKibibytesAfterwards = 96 * Kibibytes;

    private readonly ConcurrentDictionary<string, MqttDevice> _devices = new(StringComparer.Ordinal);
    private int _acknowledged;

    [Fact]
    public async Task DevicesThatDoNotRead_CostNoThreadAndBoundedMemory_AndAreCutOff_WhileOthersWork()
    {
        using var directory = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(directory.Path);
        await PortalProcess.FoundAsync(settings);
        var token =
            (await PortalProcess.RunAsync(["token", "create", "--name", "deaf", "--role", "administrator", .. settings])).Output.Trim();
        var (process, address) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
        try
        {
            using var api = new HttpClient { BaseAddress = address };
            api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            await RunAsync(process, api);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
            foreach (var device in _devices.Values)
            {
                device.Dispose();
            }
        }
    }

    private async Task RunAsync(Process process, HttpClient api)
    {
        Assert.Equal(256L * 1024 * 1024, new BrokerLimits().QueuedOctets);
        var port = (int)JsonNode.Parse(await api.GetStringAsync("/health/ready", TestContext.Current.CancellationToken))!["mqttPort"]!;
        List<string> deaf = [.. Enumerable.Range(0, Deaf).Select(number => $"deaf-{number}")];
        List<string> floods = [.. Enumerable.Range(0, PingFloods).Select(number => $"floods-{number}"), PublishFlood];
        await Parallel.ForEachAsync([.. deaf, .. floods, "healthy"], DeafDevices.SomeAtOnce,
            async (name, _) => _devices[name] = await MqttDevice.EnrolThingAsync(api, name));
        using var application = await MqttDevice.EnrolApplicationAsync(
            api, "operator", ["$fleet/events/presence/disconnected/#"], ["fleet/+/+/commands/#"]);
        await using var commands = await ConnectAsync(application, port, "operator.commands");
        await using var events = await ConnectAsync(application, port, "operator.events");
        await events.SubscribeAsync("$fleet/events/presence/disconnected/#", 1);
        await using var healthy = await ConnectAsync(_devices["healthy"], port, "healthy");
        using var end = new CancellationTokenSource();
        var working = WorkAsync(healthy, end.Token);
        await WorksAsync(working);
        await GarbageCollection.CollectAsync(process, TestContext.Current.CancellationToken);
        var before = await ProcessFigures.ReadAsync(process);
        var threads = MostThreadsAsync(process, end.Token);

        await using var silent = await DeafDevices.ConnectAsync(port, deaf.Select(name => _devices[name]), sendPings: true);
        await using var loud = await DeafDevices.ConnectAsync(port, floods.Select(name => _devices[name]), sendPings: false);
        var taken = loud.FloodAsync(device => device.Name == PublishFlood
            ? Octets.Join([.. Enumerable.Range(1, 500).Select(id => Octets.Publish(5, $"{device.Prefix}/telemetry/a", [1], 1, id))])
            : Octets.Join([.. Enumerable.Repeat(Octets.Pingreq, 4096)]));
        for (var i = 0; i < CommandsForEach; i++)
        {
            await CommandAsync(commands, deaf);
        }

        await WorksAsync(working);
        var reasons = new Dictionary<string, string>();
        for (var i = 0; i < Deaf + floods.Count; i++)
        {
            var disconnected = await events.NextAsync();
            await events.AcknowledgeAsync(disconnected);
            var json = JsonNode.Parse(disconnected.Payload)!;
            reasons.Add((string)json["thingName"]!, (string)json["reason"]!);
        }

        Assert.Equal(deaf.Concat(floods).Order(), reasons.Keys.Order());
        Assert.All(reasons, reason => Assert.Equal("not-reading", reason.Value));
        var left = JsonNode.Parse(await api.GetStringAsync("/api/v1/connections?limit=1000", TestContext.Current.CancellationToken))!;
        Assert.Equal(["healthy", "operator.commands", "operator.events"],
            left["items"]!.AsArray().Select(connection => (string)connection!["clientId"]!));
        await taken;
        await WorksAsync(working);
        var peak = await ProcessFigures.ReadAsync(process);
        Assert.InRange(peak.PeakKibibytes - before.ResidentKibibytes, 0, MoreKibibytesAtPeak);
        await end.CancelAsync();
        await working;

        // The runtime gives memory back that was free for some collections.
        await Eventually.Get("the memory of the deaf devices is free", async () =>
        {
            await GarbageCollection.CollectAsync(process, TestContext.Current.CancellationToken);
            return await ProcessFigures.ReadAsync(process);
        }, figures => figures.ResidentKibibytes < before.ResidentKibibytes + MoreKibibytesAfterwards
            && figures.Threads < before.Threads + MoreThreads);
        Assert.InRange(await threads, before.Threads, before.Threads + MoreThreads);
    }

    /// <summary>Sends a command to each device, ten at a time.</summary>
    private async Task CommandAsync(RawClient commands, IEnumerable<string> names)
    {
        var payload = new byte[Payload];
        foreach (var some in names.Chunk(10))
        {
            await commands.SendAsync([.. some.Select(name =>
                Octets.Publish(5, $"{_devices[name].Prefix}/commands/wake", payload, 1, commands.NextId()))]);
            foreach (var _ in some)
            {
                // The queue of the device takes it, or is full; the device was cut off and is not back yet.
                Assert.Contains((await commands.ExpectAsync(PacketType.Puback)).Code,
                    new[] { Reason.Success, Reason.QuotaExceeded, Reason.NoMatchingSubscribers });
            }
        }
    }

    /// <summary>Publishes with QoS 1, one message after the PUBACK of the one before.</summary>
    private async Task WorkAsync(RawClient healthy, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await healthy.PublishAsync("fleet/pump/healthy/telemetry/a", "21", 1);
            Interlocked.Increment(ref _acknowledged);
        }
    }

    /// <summary>Shows that the healthy device gets its acknowledgements now.</summary>
    private Task WorksAsync(Task working)
    {
        var enough = Volatile.Read(ref _acknowledged) + 100;
        return Eventually.Holds("a hundred acknowledgements more", () => working.IsFaulted || Volatile.Read(ref _acknowledged) >= enough);
    }

    private static async Task<int> MostThreadsAsync(Process process, CancellationToken end)
    {
        var most = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!end.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            most = Math.Max(most, (await ProcessFigures.ReadAsync(process)).Threads);
        }

        return most;
    }

    private static async Task<RawClient> ConnectAsync(MqttDevice device, int port, string clientId)
    {
        var client = new RawClient(await device.OpenAsync(port), 5);
        await client.ConnectAsync(new Connect(5, clientId));
        return client;
    }
}
