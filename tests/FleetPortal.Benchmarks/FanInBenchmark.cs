using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// Telemetry at QoS 1 from 2,000 devices that one application hears at QoS 1, against mosquitto with an ACL of the same meaning.
/// </summary>
internal static class FanInBenchmark
{
    private const int Things = 2_000;
    private const int Rounds = 6;
    private const int WarmUpRounds = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Things);
        var historian = await portal.EnrolApplicationAsync(FanIn.Application, [FanIn.Filter], []);
        using var directory = new TemporaryDirectory();
        using var peer = await Mosquitto.StartAsync(directory, portal, identities[0].ChainPem);
        await using var toPortal = await FanIn.ConnectAsync(portal.MqttPort, identities, historian);
        await using var toPeer = await FanIn.ConnectAsync(peer.Port, identities, historian);
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await toPortal.RoundAsync();
        }

        await toPeer.RoundAsync();
        var (ours, theirs) = (new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));
        for (var round = 0; round < Rounds; round++)
        {
            await ours.AddAsync(toPortal.Messages, toPortal.RoundAsync);
            await theirs.AddAsync(toPeer.Messages, toPeer.RoundAsync);
        }

        return Turns.Compare("messages from 2,000 devices to one application", ours, theirs, "≥ 0.7", "≤ 2");
    }
}
