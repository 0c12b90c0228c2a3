using Xunit;
using FleetPortal.Testing;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// MQTT beside the certificates of a portal that dies again and again: a Thing publishes telemetry and hears commands, an application
/// publishes the commands and hears the telemetry. Both have sessions that outlive their connections.
/// </summary>
internal sealed class PersistentTraffic : IDisposable
{
    private readonly PersistentClient _thing;
    private readonly PersistentClient _application;

    private PersistentTraffic(PersistentClient thing, PersistentClient application) => (_thing, _application) = (thing, application);

    /// <summary>The points in which the portal died.</summary>
    public IEnumerable<ExchangePoint> Interrupted => _thing.Interrupted.Union(_application.Interrupted);

    /// <summary>How many messages the portal has acknowledged.</summary>
    public int Acknowledged => _thing.Acknowledged + _application.Acknowledged;

    /// <summary>Registers the Thing and the application.</summary>
    /// <param name="version">4 for MQTT 3.1.1, 5 for MQTT 5.0.</param>
    /// <param name="portal">The portal.</param>
    public static async Task<PersistentTraffic> EnrolAsync(byte version, DyingPortal portal)
    {
        var thing = await MqttDevice.EnrolThingAsync(portal.Api, "persistent-thing");
        var (telemetry, commands) = ($"{thing.Prefix}/telemetry", $"{thing.Prefix}/commands");
        var application = await MqttDevice.EnrolApplicationAsync(
            portal.Api, "persistent-application", [$"{telemetry}/#"], [$"{commands}/#"]);
        return new PersistentTraffic(new PersistentClient(version, thing, telemetry, $"{commands}/#"),
            new PersistentClient(version, application, commands, $"{telemetry}/#"));
    }

    /// <summary>Publishes and hears until the portal is gone.</summary>
    public Task WorkAsync(DyingPortal portal) =>
        Task.WhenAll(_thing.WorkAsync(portal.MqttPort), _application.WorkAsync(portal.MqttPort));

    /// <summary>Ends what is under way, and shows that nothing acknowledged was lost and nothing of QoS 2 came twice.</summary>
    public async Task AssertWhatWasPromisedAsync(DyingPortal portal)
    {
        _thing.Finish();
        _application.Finish();
        var work = WorkAsync(portal);
        await Eventually.Holds("the end of every exchange", async () =>
            work.IsFaulted || (await IsIdleAsync(portal, _thing) && await IsIdleAsync(portal, _application)));
        Assert.False(work.IsCompleted, work.Exception?.ToString());
        _thing.AssertHeardBy(_application);
        _application.AssertHeardBy(_thing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thing.Dispose();
        _application.Dispose();
    }

    /// <summary>Whether neither the client nor the portal has anything under way.</summary>
    private static async Task<bool> IsIdleAsync(DyingPortal portal, PersistentClient client)
    {
        if (!client.IsIdle)
        {
            return false;
        }

        var session = (await portal.GetAsync($"/connections/{client.ClientId}"))["session"]!;
        return ((int)session["queued"]!, (int)session["inFlight"]!) == (0, 0);
    }
}
