using System.Net.Security;

namespace FleetPortal.Broker.Handshakes;

/// <summary>A listener for devices: what it speaks inside TLS.</summary>
/// <param name="Protocol">The protocol, as texts name it.</param>
/// <param name="ApplicationProtocols">Its ALPN names (RFC 7301).</param>
/// <param name="IgnoresOtherProtocols">Whether a client that offers other ALPN names only is served without ALPN.</param>
public sealed record DeviceListener(
    string Protocol, IReadOnlyList<SslApplicationProtocol> ApplicationProtocols, bool IgnoresOtherProtocols)
{
    /// <summary>
    /// MQTT over TLS: the registered ALPN name, and the one of the AWS IoT SDKs. HTTP is never agreed on. Some TLS libraries offer the
    /// names of HTTP whatever the program speaks; for them the extension is ignored.
    /// </summary>
    public static DeviceListener Mqtt { get; } = new("MQTT over TLS", [new("mqtt"), new("x-amzn-mqtt-ca")], IgnoresOtherProtocols: true);

    /// <summary>EST, and MQTT over WebSocket.</summary>
    public static DeviceListener Https { get; } = new("HTTPS", [SslApplicationProtocol.Http11], IgnoresOtherProtocols: false);

    /// <summary>Whether the listener and a client have an ALPN name in common.</summary>
    internal bool Shares(ClientHello hello) =>
        ApplicationProtocols.Any(one => hello.ApplicationProtocols.Contains(one.ToString(), StringComparer.Ordinal));
}
