using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// Commands at QoS 1 to 50 Things that are away, until each is acknowledged. The portal stores each before the acknowledgement; mosquitto
/// keeps them in memory and saves every 30 minutes.
/// </summary>
internal static class DurableBenchmark
{
    private const int Things = 50;
    private const int Senders = 8;
    private const int Rounds = 6;
    private const int WarmUpRounds = 2;

    // What mosquitto takes without an acknowledgement, and less than the queue of a session: nothing is dropped.
    private const int Together = 50;
    private const int BatchesPerSender = 40;
    private const int Kept = Senders * BatchesPerSender * Together / Things;
    private const int SessionSeconds = 3_600;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Things);
        var controller = await portal.EnrolApplicationAsync(Mosquitto.Controller, [], ["fleet/+/+/commands/#"]);
        using var directory = new TemporaryDirectory();
        using var peer = await Mosquitto.StartAsync(directory, portal, identities[0].ChainPem);
        var batch = identities.SelectMany((device, i) =>
            MqttSocket.MessageFor($"fleet/bench/{device.Name}/commands/restart", i + 1)).ToArray();
        foreach (var port in new[] { portal.MqttPort, peer.Port })
        {
            foreach (var identity in identities)
            {
                await using var socket = await MqttSocket.ConnectAsync(port, identity, session: SessionSeconds);
                await socket.SubscribeAsync($"fleet/bench/{identity.Name}/commands/#");
            }
        }

        var (ours, theirs) = (new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));

        var (toPortal, toPeer) = (await ConnectAsync(portal.MqttPort), await ConnectAsync(peer.Port));
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            if (round == WarmUpRounds)
            {
                (ours, theirs) = (new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));
            }

            await ours.AddAsync(Things * Kept, () => RoundAsync(toPortal));
            await EmptyAsync(portal.MqttPort);
            await theirs.AddAsync(Things * Kept, () => RoundAsync(toPeer));
            await EmptyAsync(peer.Port);
        }

        await IdleConnections.CloseAsync([.. toPortal, .. toPeer]);
        return Turns.Compare("commands to absent sessions", ours, theirs);

        Task<MqttSocket[]> ConnectAsync(int port) => Task.WhenAll(
            Enumerable.Range(0, Senders).Select(i => MqttSocket.ConnectAsync(port, controller, $".{i}")));

        Task RoundAsync(MqttSocket[] senders) => Task.WhenAll(senders.Select(async sender =>
        {
            for (var i = 0; i < BatchesPerSender; i++)
            {
                await sender.PublishAsync(batch, Together);
            }
        }));

        // The Things fetch what was kept, so that the next round finds empty queues.
        Task EmptyAsync(int port) => PortalUnderTest.InParallelAsync(Things, async i =>
        {
            await using var socket = await MqttSocket.ConnectAsync(port, identities[i], session: SessionSeconds);
            await socket.HearAsync(Kept);
        });
    }
}
