using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>mTLS CONNECT to CONNACK with the full decision, against mosquitto with the same certificates, in turns in one run.</summary>
internal static class ConnectBenchmark
{
    private const int Things = 500;
    private const int Rounds = 8;
    private const int WarmUpRounds = 40;
    private const int Parallel = 16;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Things);
        using var directory = new TemporaryDirectory();
        using var peer = await Mosquitto.StartAsync(directory, portal, identities[0].ChainPem);

        // A portal runs for weeks. After 3,000 connects .NET still spent half a core on optimizing; what a start costs is in the start
        // benchmark.
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await RoundAsync(portal.MqttPort, identities);
        }

        await RoundAsync(peer.Port, identities);
        var (ours, theirs) = (new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));
        for (var round = 0; round < Rounds; round++)
        {
            await ours.AddAsync(Things, () => RoundAsync(portal.MqttPort, identities));
            await theirs.AddAsync(Things, () => RoundAsync(peer.Port, identities));
        }

        return Turns.Compare("connects", ours, theirs, "≥ 1.2", "≤ 1.5");
    }

    private static Task RoundAsync(int port, IReadOnlyList<Identity> identities) => System.Threading.Tasks.Parallel.ForEachAsync(
        identities, new ParallelOptions { MaxDegreeOfParallelism = Parallel },
        async (identity, _) => await (await MqttSocket.ConnectAsync(port, identity)).DisposeAsync());
}
