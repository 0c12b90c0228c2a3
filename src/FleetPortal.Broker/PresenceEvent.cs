using System.Text.Json;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>The payload of a presence event. The page lifecycle-events.md describes it.</summary>
internal sealed record PresenceEvent(string ThingName, string State, DateTimeOffset At, string? CertificateId, string? RemoteAddress,
    string? Protocol, string? Reason)
{
    /// <summary>A Thing is connected.</summary>
    public static PresenceEvent Connected(LiveConnection live) => new(live.ThingName!, "connected", live.AcceptedAt ?? live.ConnectedAt,
        live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol, null);

    /// <summary>The connection of a Thing has ended.</summary>
    /// <param name="disconnect">Its end.</param>
    /// <param name="live">The connection; null if it is not known any more.</param>
    public static PresenceEvent Disconnected(LastDisconnect disconnect, LiveConnection? live) => new(disconnect.ThingName!, "disconnected",
        disconnect.At, live?.CertificateId?.ToString(), live?.RemoteAddress, live?.Protocol,
        JsonNamingPolicy.KebabCaseLower.ConvertName(disconnect.Reason.ToString()));

    /// <summary>The topic on which the event is published.</summary>
    public string Topic => $"$fleet/events/presence/{State}/{ThingName}";

    /// <summary>The event as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
}
