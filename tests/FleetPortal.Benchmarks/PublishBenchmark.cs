using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>Telemetry at QoS 1 that nobody subscribes to, from PUBLISH to PUBACK, against mosquitto in turns in one run.</summary>
internal static class PublishBenchmark
{
    private const int Things = 16;
    private const int Rounds = 10;
    private const int WarmUpRounds = 4;
    private const int MessagesPerThing = 2_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Things);
        using var directory = new TemporaryDirectory();
        using var peer = await Mosquitto.StartAsync(directory, portal, identities[0].ChainPem);
        var toPortal = await ConnectAsync(portal.MqttPort, identities);
        var toPeer = await ConnectAsync(peer.Port, identities);
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await RoundAsync(toPortal, identities);
        }

        await RoundAsync(toPeer, identities);
        var (ours, theirs) = (new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));
        for (var round = 0; round < Rounds; round++)
        {
            await ours.AddAsync(Things * MessagesPerThing, () => RoundAsync(toPortal, identities));
            await theirs.AddAsync(Things * MessagesPerThing, () => RoundAsync(toPeer, identities));
        }

        foreach (var socket in toPortal.Concat(toPeer))
        {
            await socket.DisposeAsync();
        }

        return
        [
            new("messages a second, FleetPortal", ours.Rate, "1/s"),
            new("messages a second, mosquitto", theirs.Rate, "1/s"),
            new("server CPU a message, FleetPortal", 1_000 * ours.Cpu / ours.Done, "µs"),
            new("server CPU a message, mosquitto", 1_000 * theirs.Cpu / theirs.Done, "µs"),
        ];
    }

    private static Task<MqttSocket[]> ConnectAsync(int port, IReadOnlyList<Identity> identities) =>
        Task.WhenAll(identities.Select(identity => MqttSocket.ConnectAsync(port, identity)));

    private static Task RoundAsync(MqttSocket[] sockets, IReadOnlyList<Identity> identities) =>
        Task.WhenAll(sockets.Zip(identities,
            (socket, identity) => socket.PublishAsync($"fleet/bench/{identity.Name}/telemetry/load", MessagesPerThing)));
}
