namespace FleetPortal.Benchmarks;

/// <summary>
/// Telemetry at QoS 1 from 1,000 devices that one application hears, beside 10,000 idle sessions and beside 100, in turns in one run.
/// </summary>
internal static class IdleSessionsBenchmark
{
    private const int Things = 1_000;
    private const int Many = 10_000;
    private const int Few = 100;
    private const int Rounds = 6;
    private const int WarmUpRounds = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var busy = await Beside.StartAsync(Many);
        await using var calm = await Beside.StartAsync(Few);
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await busy.FanIn.RoundAsync();
            await calm.FanIn.RoundAsync();
        }

        var (many, few) = (new Turns(() => busy.Portal.Cpu), new Turns(() => calm.Portal.Cpu));
        for (var round = 0; round < Rounds; round++)
        {
            await many.AddAsync(busy.FanIn.Messages, busy.FanIn.RoundAsync);
            await few.AddAsync(calm.FanIn.Messages, calm.FanIn.RoundAsync);
        }

        return
        [
            new("messages a second beside 10,000 idle sessions", many.Rate, "1/s"),
            new("messages a second beside 100 idle sessions", few.Rate, "1/s"),
            new("rate, 10,000 idle sessions to 100", many.Rate / few.Rate, "×", "≥ 0.9"),
            new("server CPU, 10,000 idle sessions to 100", many.Cpu / few.Cpu, "×"),
        ];
    }

    /// <summary>A portal with idle connections, each with a subscription.</summary>
    private sealed class Beside(PortalUnderTest portal, MqttSocket[] idle, FanIn fanIn) : IAsyncDisposable
    {
        public PortalUnderTest Portal => portal;

        public FanIn FanIn => fanIn;

        public static async Task<Beside> StartAsync(int count)
        {
            var portal = await PortalUnderTest.StartAsync();
            var (identities, _, _) = await portal.EnrolAsync(Things + count);
            var historian = await portal.EnrolApplicationAsync(FanIn.Application, [FanIn.Filter], []);
            var idle = await IdleConnections.ConnectAsync(portal.MqttPort, [.. identities.Skip(Things)]);
            return new Beside(portal, idle, await FanIn.ConnectAsync(portal.MqttPort, [.. identities.Take(Things)], historian));
        }

        public async ValueTask DisposeAsync()
        {
            await fanIn.DisposeAsync();
            await IdleConnections.CloseAsync(idle);
            await portal.DisposeAsync();
        }
    }
}
