using Microsoft.Extensions.Logging;

namespace FleetPortal.Simulator;

/// <summary>
/// Many devices in one process. They talk to the portal over the network only, as real ones do: nothing here knows the
/// registry.
/// </summary>
public sealed class SimulatedFleet(SimulatorOptions options, TimeProvider time, ILogger<SimulatedFleet> logger)
{
    // Device firmware is patient; two cores are not: so many key generations at a time.
    private const int Enrolling = 8;

    // A connect mostly waits for the other side, and devices do not wait for one another.
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
        logger.LogInformation("Simulating {Things} Things", options.Things);
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

    private async Task<bool> TryEnrolAsync(SimulatedThing thing, PortalClient portal, SemaphoreSlim enrolling, CancellationToken cancellationToken)
    {
        await enrolling.WaitAsync(cancellationToken);
        try
        {
            using var identity = await thing.EnrolAsync(portal, cancellationToken);
            return true;
        }
        catch (HttpRequestException e)
        {
            logger.LogWarning("{Thing} got no identity: {Reason}", thing.Name, e.Message);
            return false;
        }
        finally
        {
            enrolling.Release();
        }
    }
}
