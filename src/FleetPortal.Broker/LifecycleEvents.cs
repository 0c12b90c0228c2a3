using System.Text.Json;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Revocation.StatusEffects;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// Tells applications which Things connect and disconnect, on <c>$fleet/events/presence/{connected|disconnected}/{thingName}</c>, and which
/// certificates change their status, on <c>$fleet/events/certificate/{status}/{thingName}</c>. An application with a durable session hears
/// what happens while it is away. Nobody else can publish there.
/// </summary>
internal sealed partial class LifecycleEvents(
    Dispatcher dispatcher, TopicFilterTrie trie, TimeProvider time, ILogger<LifecycleEvents> logger) : IStatusFollower
{
    private const string Presence = "$fleet/events/presence";
    private const string Certificate = "$fleet/events/certificate";

    /// <summary>A Thing has connected.</summary>
    public void Connected(LiveConnection live) => Publish("connected", live, null);

    /// <summary>A Thing has disconnected.</summary>
    public void Disconnected(LiveConnection live, LastDisconnect disconnect) => Publish("disconnected", live, disconnect);

    /// <inheritdoc/>
    public void StatusChanged(CertificateStatusChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var status = JsonNamingPolicy.KebabCaseLower.ConvertName(change.Status.ToString());
        Publish($"{Certificate}/{status}/{change.Owner}", () => new CertificateEvent(
            change.Owner, status, time.GetUtcNow(), change.Id.ToString(), change.SerialNumber));
    }

    private void Publish(string state, LiveConnection live, LastDisconnect? disconnect)
    {
        if (live.ThingName is { } thing)
        {
            Publish($"{Presence}/{state}/{thing}", () => new PresenceEvent(
                thing, state, time.GetUtcNow(), live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol,
                disconnect is null ? null : JsonNamingPolicy.KebabCaseLower.ConvertName(disconnect.Reason.ToString())));
        }
    }

    private void Publish<T>(string text, Func<T> read)
    {
        // Most portals have no listener: then nothing is built.
        if (TopicName.TryParse(text, out var topic) && trie.AnyMatch(topic))
        {
            _ = SendAsync(text, JsonSerializer.SerializeToUtf8Bytes(read(), JsonSerializerOptions.Web));
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

    private sealed record PresenceEvent(string ThingName, string State, DateTimeOffset At, string? CertificateId, string RemoteAddress,
        string Protocol, string? Reason);

    private sealed record CertificateEvent(string ThingName, string Status, DateTimeOffset At, string CertificateId, string SerialNumber);
}
