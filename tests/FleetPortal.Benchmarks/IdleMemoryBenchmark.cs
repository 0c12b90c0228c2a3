using System.Globalization;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// Resident memory of an idle mTLS connection with one subscription, at 2,000, 5,000 and 10,000, and the CPU of 1,000 calm ones, against
/// mosquitto with the same certificates.
/// </summary>
internal static class IdleMemoryBenchmark
{
    private const int WarmUp = 500;
    private const int Calm = 1_000;
    private const double KilobytesPerMegabyte = 1_024;

    private static readonly int[] Counts = [2_000, 5_000, 10_000];
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Counts[^1]);
        using var directory = new TemporaryDirectory();
        using var peer = await Mosquitto.StartAsync(directory, portal, identities[0].ChainPem);
        var ours = await MeasureAsync(portal.MqttPort, identities, () => portal.Memory, () => portal.Cpu);
        var theirs = await MeasureAsync(peer.Port, identities, () => peer.Memory, () => peer.Cpu);
        return
        [
            .. Counts.SelectMany((count, i) => Compare(
                string.Create(CultureInfo.InvariantCulture, $"an idle connection at {count:N0}"), ours.Memory[i], theirs.Memory[i])),
            new("CPU of 1,000 calm connections, FleetPortal", ours.Cpu, "% of a core"),
            new("CPU of 1,000 calm connections, mosquitto", theirs.Cpu, "% of a core"),
        ];
    }

    private static async Task<(double[] Memory, double Cpu)> MeasureAsync(
        int port, IReadOnlyList<Identity> identities, Func<double> memory, Func<double> cpu)
    {
        await IdleConnections.CloseAsync(await IdleConnections.ConnectAsync(port, [.. identities.Take(WarmUp)]));
        await Task.Delay(Settled);
        var (before, each, sockets, calm) = (memory(), new List<double>(), new List<MqttSocket>(), 0.0);
        foreach (var count in (int[])[Calm, .. Counts])
        {
            sockets.AddRange(await IdleConnections.ConnectAsync(port, [.. identities.Skip(sockets.Count).Take(count - sockets.Count)]));
            await Task.Delay(Settled);
            if (count == Calm)
            {
                calm = await WatchAsync(sockets, cpu);
            }
            else
            {
                each.Add((memory() - before) * KilobytesPerMegabyte / count);
            }
        }

        await IdleConnections.CloseAsync(sockets);
        return ([.. each], calm);
    }

    /// <summary>The CPU while each connection sends a PINGREQ every ten seconds, in percent of one core.</summary>
    private static async Task<double> WatchAsync(IReadOnlyList<MqttSocket> sockets, Func<double> cpu)
    {
        var before = cpu();
        for (var waited = TimeSpan.Zero; waited < Watched; waited += Pause)
        {
            await Task.WhenAll(sockets.Select(socket => socket.PingAsync()).Append(Task.Delay(Pause)));
        }

        return (cpu() - before) / Watched.TotalMilliseconds * 100;
    }

    private static IEnumerable<Figure> Compare(string what, double ours, double theirs) =>
    [
        new($"memory of {what}, FleetPortal", ours, "KB"),
        new($"memory of {what}, mosquitto", theirs, "KB"),
        new($"memory of {what}, FleetPortal to mosquitto", ours / theirs, "×", "≤ 2.5"),
    ];
}
