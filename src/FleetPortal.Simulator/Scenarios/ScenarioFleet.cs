using Microsoft.Extensions.Logging.Abstractions;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>Simulated Things of a scenario that publish and obey. Their keys are in a directory that is deleted with them.</summary>
internal sealed class ScenarioFleet(PortalClient portal, DeviceNetwork network, TimeProvider time) : IAsyncDisposable
{
    // Which device of the fleet the Things are like: a pump.
    private const int Pump = 5;
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fleetportal-scenario-");
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<(SimulatedThing Thing, Task Running)> _things = [];

    /// <summary>Whether all Things are connected.</summary>
    public bool AreConnected => _things.All(one => one.Thing.IsConnected);

    /// <summary>Gets a certificate for a registered Thing, and runs it.</summary>
    public async Task AddAsync(string name, CancellationToken cancellationToken)
    {
        var plan = new ThingPlan(Pump) { Name = name, Groups = ["simulated"] };
        var thing = new SimulatedThing(plan, _interval, new DeviceStorage(_directory.FullName), time, NullLogger.Instance);
        using var identity = await thing.EnrolAsync(portal, cancellationToken);
        _things.Add((thing, thing.RunAsync(network, _leaving.Token)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        foreach (var (thing, running) in _things)
        {
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await thing.DisposeAsync();
        }

        _leaving.Dispose();
        _directory.Delete(recursive: true);
    }
}
