using FleetPortal.Simulator.Story;
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
        var progress = options.Story is null ? null : StoryProgress.Open(options.StateDirectory);
        var network = new DeviceNetwork(await portal.RootsAsync(cancellationToken),
            options.MqttHost ?? options.Portal.Host, await portal.MqttPortAsync(cancellationToken), connecting);
        _things = [.. Enumerable.Range(0, options.Things)
            .Select(number => progress is null ? new ThingPlan(number) : DemoStory.Of(number))
            .Select(plan => new SimulatedThing(plan, options.Interval, storage, time, logger))];
        var (first, late) = Order(storage, progress);
        LogStarted(options.Things, options.Portal);
        try
        {
            await Task.WhenAll([.. first.Select(RunAsync), progress is null ? Task.CompletedTask : TellAsync(progress)]);
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
                await thing.RunAsync(network, cancellationToken);
            }
        }

        // The story begins when the fleet is connected, so that the portal is ready as early as without it.
        async Task TellAsync(StoryProgress progress)
        {
            await Task.WhenAll(first.Select(thing => thing.Settled)).WaitAsync(cancellationToken);
            var story = new StorySetUp(options, portal, storage, progress, time, logger);
            await story.AddThingsAsync(_things, cancellationToken);
            await Task.WhenAll(
            [
                story.ChangeThingsAsync(_things, cancellationToken),
                .. late.Where(thing => thing.Plan.Role != ThingRole.MakersCertificate || storage.Has(thing.Name)).Select(RunAsync),
                .. DemoStory.Strangers.Select(plan => new Stranger(plan, storage, time, logger).RunAsync(network, cancellationToken)),
            ]);
        }
    }

    /// <summary>Divides the devices that connect into those that start at once, and those that the story adds later.</summary>
    private (IReadOnlyList<SimulatedThing> First, IReadOnlyList<SimulatedThing> Late) Order(
        DeviceStorage storage, StoryProgress? progress)
    {
        var running = _things.Where(thing => thing.Plan.HasDevice
            && (thing.Plan.Role != ThingRole.Offline || progress?.IsDone(thing.Name) != true)).ToLookup(thing =>
            thing.Plan.IsLate && !storage.Has(thing.Name));
        return ([.. running[false]], [.. running[true]]);
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
            thing.GiveUp();
            return false;
        }
        finally
        {
            enrolling.Release();
        }
    }
}
