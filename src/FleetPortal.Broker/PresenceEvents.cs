using System.Text.Json;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// Tells applications which Things connect and disconnect, on <c>$fleet/events/presence/{connected|disconnected}/{thingName}</c>, at least
/// once for a durable session. Things cannot publish there.
/// </summary>
internal sealed partial class PresenceEvents(Dispatcher dispatcher, TopicFilterTrie trie, TimeProvider time, ILogger<PresenceEvents> logger)
{
    private const string Prefix = "$fleet/events/presence/";

    /// <summary>A Thing has connected.</summary>
    public void Connected(LiveConnection live) => Publish("connected", live, null);

    /// <summary>A Thing has disconnected.</summary>
    public void Disconnected(LiveConnection live, LastDisconnect disconnect) => Publish("disconnected", live, disconnect);

    private void Publish(string state, LiveConnection live, LastDisconnect? disconnect)
    {
        // Most portals have no listener: then nothing is built.
        if (live.ThingName is { } thing && TopicName.TryParse(Prefix + state + "/" + thing, out var topic) && trie.AnyMatch(topic))
        {
            _ = SendAsync(topic.ToString(), JsonSerializer.SerializeToUtf8Bytes(
                new Presence(thing, state, time.GetUtcNow(), live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol,
                    disconnect is null ? null : JsonNamingPolicy.KebabCaseLower.ConvertName(disconnect.Reason.ToString())),
                JsonSerializerOptions.Web));
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

    private sealed record Presence(string ThingName, string State, DateTimeOffset At, string? CertificateId, string RemoteAddress,
        string Protocol, string? Reason);
}
