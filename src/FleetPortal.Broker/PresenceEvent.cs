using System.Text.Json;
using System.Text.Json.Serialization;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>The payload of a presence event. The page lifecycle-events.md describes it.</summary>
internal sealed record PresenceEvent(string ThingName, string State, DateTimeOffset At, string? CertificateId, string? RemoteAddress,
    string? Protocol, string? Reason)
{
    /// <summary>The state of a Thing that is connected.</summary>
    public const string IsConnected = "connected";

    /// <summary>The state of a Thing whose connection has ended.</summary>
    public const string IsDisconnected = "disconnected";

    /// <summary>A Thing is connected.</summary>
    public static PresenceEvent Connected(LiveConnection live) => new(live.ThingName!, IsConnected, live.AcceptedAt ?? live.ConnectedAt,
        live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol, null);

    /// <summary>The connection of a Thing has ended.</summary>
    /// <param name="disconnect">Its end.</param>
    /// <param name="live">The connection; null if it is not known any more.</param>
    public static PresenceEvent Disconnected(LastDisconnect disconnect, LiveConnection? live) => new(disconnect.ThingName!, IsDisconnected,
        disconnect.At, live?.CertificateId?.ToString(), live?.RemoteAddress, live?.Protocol,
        JsonNamingPolicy.KebabCaseLower.ConvertName(disconnect.Reason.ToString()));

    /// <summary>The topic on which the event is published.</summary>
    [JsonIgnore]
    public string Topic => TopicOf(State, ThingName);

    /// <summary>The topic of the event of a Thing, before the event is made.</summary>
    public static string TopicOf(string state, string thingName) => $"$fleet/events/presence/{state}/{thingName}";

    /// <summary>The event as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
}
