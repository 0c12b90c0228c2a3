using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// One command at QoS 1 to each of 5,000 Things, from one application until the last one has it, against mosquitto in turns.
/// </summary>
internal static class FanOutBenchmark
{
    private const int Things = 5_000;
    private const int Rounds = 6;
    private const int WarmUpRounds = 3;
    private const int Together = 100;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Things);
        var controller = await portal.EnrolApplicationAsync(Mosquitto.Controller, [], ["fleet/+/+/commands/#"]);
        using var directory = new TemporaryDirectory();
        using var peer = await Mosquitto.StartAsync(directory, portal, identities[0].ChainPem);
        var batches = identities.Chunk(Together).Select(batch => batch.SelectMany((device, i) =>
            MqttSocket.MessageFor($"fleet/bench/{device.Name}/commands/restart", i + 1)).ToArray()).ToList();
        var (toPortal, toPeer) = (await ConnectAsync(portal.MqttPort), await ConnectAsync(peer.Port));
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await RoundAsync(toPortal);
        }

        await RoundAsync(toPeer);
        var (ours, theirs) = (new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));
        for (var round = 0; round < Rounds; round++)
        {
            await ours.AddAsync(Things, () => RoundAsync(toPortal));
            await theirs.AddAsync(Things, () => RoundAsync(toPeer));
        }

        foreach (var (devices, application) in new[] { toPortal, toPeer })
        {
            await IdleConnections.CloseAsync([.. devices, application]);
        }

        return Turns.Compare("commands", ours, theirs, "≥ 0.7");

        async Task<(MqttSocket[] Devices, MqttSocket Application)> ConnectAsync(int port) =>
            (await IdleConnections.ConnectAsync(port, identities), await MqttSocket.ConnectAsync(port, controller));

        async Task RoundAsync((MqttSocket[] Devices, MqttSocket Application) sockets)
        {
            var heard = Task.WhenAll(sockets.Devices.Select(device => device.HearAsync(1)));
            foreach (var batch in batches)
            {
                await sockets.Application.PublishAsync(batch, Together);
            }

            await heard;
        }
    }
}
