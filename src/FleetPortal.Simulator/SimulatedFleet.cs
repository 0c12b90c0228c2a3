using Microsoft.Extensions.Logging;

namespace FleetPortal.Simulator;

/// <summary>
/// Many devices in one process. They use the portal over the network only, as real devices do.
/// </summary>
public sealed partial class SimulatedFleet(SimulatorOptions options, TimeProvider time, ILogger<SimulatedFleet> logger)
{
    // How many devices generate a key at the same time.
    private const int Enrolling = 8;

    // How many devices connect at the same time. A connect mostly waits for the portal.
    private const int Connecting = 32;

    private SimulatedThing[] _things = [];

    /// <summary>How many are connected now.</summary>
    public int Connected => _things.Count(thing => thing.IsConnected);

    /// <summary>Enrols and runs every device until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var portal = new PortalClient(options.Portal, options.Token, options.PortalTrust);
        using var enrolling = new SemaphoreSlim(Enrolling);
        using var connecting = new SemaphoreSlim(Connecting);
        var storage = new DeviceStorage(options.StateDirectory);
        var roots = await portal.RootsAsync(cancellationToken);
        var port = await portal.MqttPortAsync(cancellationToken);
        _things = [.. Enumerable.Range(0, options.Things).Select(number => new SimulatedThing(number, options, storage, time, logger))];
        LogStarted(options.Things, options.Portal);
        try
        {
            await Task.WhenAll(_things.Select(thing => RunAsync(thing)));
        }
        finally
        {
            foreach (var thing in _things)
            {
                await thing.DisposeAsync();
            }
        }

        async Task RunAsync(SimulatedThing thing)
        {
            if (await TryEnrolAsync(thing, portal, enrolling, cancellationToken))
            {
                await thing.RunAsync(roots, options.MqttHost ?? options.Portal.Host, port, connecting, cancellationToken);
            }
        }
    }

    [LoggerMessage(5001, LogLevel.Information, "The simulator runs {Things} Things against {Portal}.")]
    private partial void LogStarted(int things, Uri portal);

    [LoggerMessage(5002, LogLevel.Warning, "Simulated Thing {Thing} could not be enrolled: {Reason}")]
    private partial void LogNotEnrolled(string thing, string reason);

    private async Task<bool> TryEnrolAsync(
        SimulatedThing thing, PortalClient portal, SemaphoreSlim enrolling, CancellationToken cancellationToken)
    {
        await enrolling.WaitAsync(cancellationToken);
        try
        {
            using var identity = await thing.EnrolAsync(portal, cancellationToken);
            return true;
        }
        catch (HttpRequestException e)
        {
            LogNotEnrolled(thing.Name, e.Message);
            return false;
        }
        finally
        {
            enrolling.Release();
        }
    }
}
