using System.Text.Json;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// Tells applications which Things connect and disconnect, on <c>$fleet/events/presence/{connected|disconnected}/{thingName}</c>, and which
/// certificates of Things are issued or change their status, on <c>$fleet/events/certificate/{status}/{thingName}</c>. Certificates of
/// applications are no event: the last level is always a ThingName. An application with a durable session hears what happens while it is
/// away. Nobody else can publish there.
/// </summary>
internal sealed partial class LifecycleEvents(
    Dispatcher dispatcher, TopicFilterTrie trie, TimeProvider time, ILogger<LifecycleEvents> logger) : IStatusFollower
{
    private const string Certificate = "$fleet/events/certificate";

    /// <summary>A Thing has connected.</summary>
    public void Connected(LiveConnection live)
    {
        if (live.ThingName is { } thing)
        {
            Publish(PresenceEvent.TopicOf(PresenceEvent.IsConnected, thing), () => PresenceEvent.Connected(live).ToJson());
        }
    }

    /// <summary>A Thing has disconnected.</summary>
    /// <param name="disconnect">The end of its connection.</param>
    /// <param name="live">The connection; null if the portal died while the Thing was connected.</param>
    public void Disconnected(LastDisconnect disconnect, LiveConnection? live)
    {
        if (disconnect.ThingName is { } thing)
        {
            Publish(PresenceEvent.TopicOf(PresenceEvent.IsDisconnected, thing),
                () => PresenceEvent.Disconnected(disconnect, live).ToJson());
        }
    }

    /// <inheritdoc/>
    public void StatusChanged(CertificateStatusChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.OwnerKind == PrincipalKind.Thing)
        {
            var status = JsonNamingPolicy.KebabCaseLower.ConvertName(change.Status.ToString());
            Publish($"{Certificate}/{status}/{change.Owner}", () => JsonSerializer.SerializeToUtf8Bytes(
                new CertificateEvent(change.Owner, status, time.GetUtcNow(), change.Id.ToString(), change.SerialNumber),
                JsonSerializerOptions.Web));
        }
    }

    private void Publish(string text, Func<byte[]> read)
    {
        // Most portals have no listener: then nothing is built.
        if (TopicName.TryParse(text, out var topic) && trie.AnyMatch(topic))
        {
            _ = SendAsync(text, read());
        }
    }

    private async Task SendAsync(string topic, byte[] json)
    {
        try
        {
            await dispatcher.DeliverAsync(Message.OfPortal(topic, json, QualityOfService.AtLeastOnce));
        }
        catch (Exception e)
        {
            LogNotStored(e, topic);
        }
    }

    [LoggerMessage(4601, LogLevel.Error, "The event on {Topic} could not be stored for the sessions that hear it.")]
    private partial void LogNotStored(Exception exception, string topic);

    private sealed record CertificateEvent(string ThingName, string Status, DateTimeOffset At, string CertificateId, string SerialNumber);
}
