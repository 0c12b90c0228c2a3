using System.Text.Json.Serialization;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Detection;

/// <summary>
/// What is known of one side of a suspicion: a connection, or a refused attempt. Texts of a device are shortened; they may contain any
/// character.
/// </summary>
public sealed record ClientEndpoint
{
    /// <summary>The maximum length of a text of a device, in characters.</summary>
    public const int MaxText = 128;

    /// <summary>The maximum number of topics that are kept.</summary>
    public const int MaxTopics = 8;

    /// <summary>The broker's identifier of the connection; empty for a refused attempt.</summary>
    public string ConnectionId { get; init; } = "";

    /// <summary>The client identifier as the device sent it.</summary>
    public required string ClientId { get; init; }

    /// <summary>The remote address and port.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>The protocol, such as "MQTT 5" or "MQTT 3.1.1".</summary>
    public required string Protocol { get; init; }

    /// <summary>The TLS version and the cipher suite.</summary>
    public string Tls { get; init; } = "";

    /// <summary>The JA4 fingerprint of the ClientHello; null if it is not known.</summary>
    public string? Ja4 { get; init; }

    /// <summary>The fingerprint without what changes between two handshakes of one client; null if it is not known.</summary>
    public string? Software { get; init; }

    /// <summary>The keep alive that the client asked for, in seconds.</summary>
    public int KeepAlive { get; init; }

    /// <summary>The identifier of the certificate; null without one.</summary>
    public string? CertificateId { get; init; }

    /// <summary>The serial number of the certificate; null without one.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The time at which CONNECT arrived.</summary>
    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>The messages that the device had sent when this was noted.</summary>
    public long Received { get; init; }

    /// <summary>Topic filters that the session had subscribed to when this was noted.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The address without the port; of IPv6 the /64 network.</summary>
    [JsonIgnore]
    public string Source => RemoteSource.Text(RemoteAddress);

    /// <summary>Returns the evidence of a connection as it is now.</summary>
    public static ClientEndpoint Of(LiveConnection live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new ClientEndpoint
        {
            ConnectionId = live.ConnectionId,
            ClientId = Cut(live.ClientId),
            RemoteAddress = live.RemoteAddress,
            Protocol = live.Protocol,
            Tls = live.Tls,
            Ja4 = live.Fingerprint?.Ja4,
            Software = live.Fingerprint?.Comparable,
            KeepAlive = live.KeepAlive,
            CertificateId = live.CertificateId?.ToString(),
            SerialNumber = live.Presented?.SerialNumber,
            ConnectedAt = live.ConnectedAt,
            Received = live.Incoming.Count,
            Topics = [.. (live.Session?.Invoke().Subscriptions ?? []).Take(MaxTopics).Select(subscription => Cut(subscription.Filter))],
        };
    }

    /// <summary>Returns the evidence of a connect attempt.</summary>
    public static ClientEndpoint Of(ConnectAttempt attempt, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return new ClientEndpoint
        {
            ClientId = Cut(attempt.ClientId),
            RemoteAddress = attempt.RemoteAddress,
            Protocol = attempt.Protocol,
            Tls = attempt.Tls ?? "",
            Ja4 = attempt.Fingerprint?.Ja4,
            Software = attempt.Fingerprint?.Comparable,
            KeepAlive = attempt.KeepAlive,
            CertificateId = attempt.Certificate?.Id.ToString(),
            SerialNumber = attempt.Certificate?.SerialNumber,
            ConnectedAt = at,
        };
    }

    /// <summary>Whether both use the same software, as far as their handshakes and CONNECT packets tell.</summary>
    public bool HasSoftwareOf(ClientEndpoint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Software == other.Software && Protocol == other.Protocol && KeepAlive == other.KeepAlive;
    }

    /// <summary>Whether both may be the same device: the same address and the same software. The port is not compared.</summary>
    public bool LooksLike(ClientEndpoint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Source == other.Source && HasSoftwareOf(other);
    }

    /// <summary>Whether both are one side of a finding: they may be the same device, and use the same client identifier.</summary>
    public bool IsOneSideWith(ClientEndpoint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return LooksLike(other) && ClientId == other.ClientId;
    }

    /// <summary>The protocol and the TLS version, such as "MQTT 5 over TLS 1.3".</summary>
    [JsonIgnore]
    public string Stack => Tls.Length == 0 ? Protocol : $"{Protocol} over {Tls.Split(',')[0]}";

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..(MaxText - 1)] + "…";
}
