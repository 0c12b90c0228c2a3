using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>Telemetry at QoS 1 that nobody subscribes to, from PUBLISH to PUBACK, against mosquitto in turns in one run.</summary>
internal static class PublishBenchmark
{
    private const int Things = 16;
    private const int Rounds = 10;
    private const int WarmUpRounds = 4;
    private const int Batches = 100;
    private const int MessagesInFlight = 20;

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
            await ours.AddAsync(Things * Batches * MessagesInFlight, () => RoundAsync(toPortal, identities));
            await theirs.AddAsync(Things * Batches * MessagesInFlight, () => RoundAsync(toPeer, identities));
        }

        foreach (var socket in toPortal.Concat(toPeer))
        {
            await socket.DisposeAsync();
        }

        return Turns.Compare("messages", ours, theirs);
    }

    private static Task<MqttSocket[]> ConnectAsync(int port, IReadOnlyList<Identity> identities) =>
        Task.WhenAll(identities.Select(identity => MqttSocket.ConnectAsync(port, identity)));

    private static Task RoundAsync(MqttSocket[] sockets, IReadOnlyList<Identity> identities) => Task.WhenAll(sockets.Zip(identities,
        async (socket, identity) =>
        {
            var batch = Enumerable.Range(1, MessagesInFlight)
                .SelectMany(id => MqttSocket.MessageFor($"fleet/bench/{identity.Name}/telemetry/load", id)).ToArray();
            for (var i = 0; i < Batches; i++)
            {
                await socket.PublishAsync(batch, MessagesInFlight);
            }
        }));
}
