using FleetPortal.Fleet.Connections;

namespace FleetPortal.Fleet.Identity;

/// <summary>The data of a device that asks to connect.</summary>
public sealed record ConnectAttempt
{
    /// <summary>The MQTT client identifier as the device sent it; up to 65,535 octets. It is shortened before it is stored.</summary>
    public required string ClientId { get; init; }

    /// <summary>The remote address and port.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>The protocol, such as "MQTT 5" or "MQTT 3.1.1".</summary>
    public required string Protocol { get; init; }

    /// <summary>TLS version and cipher suite, such as "TLS 1.3, TLS_AES_256_GCM_SHA384"; null without TLS.</summary>
    public string? Tls { get; init; }

    /// <summary>The fingerprint of the TLS software of the client; null without TLS.</summary>
    public TlsFingerprint? Fingerprint { get; init; }

    /// <summary>The keep alive of CONNECT, in seconds; 0 for none.</summary>
    public int KeepAlive { get; init; }

    /// <summary>The client certificate; null without one.</summary>
    public PresentedCertificate? Certificate { get; init; }

    /// <summary>The topic of the last will; null without one.</summary>
    public string? WillTopic { get; init; }

    /// <summary>
    /// The time after its expiry for which the certificate is still accepted. Used for a renewal, if the policy allows it; always zero for
    /// a session.
    /// </summary>
    public TimeSpan ExpiredAllowance { get; init; }

    /// <summary>Whether the device asks for an MQTT session; false for a renewal, which takes no connection.</summary>
    public bool IsSession { get; init; } = true;

    /// <summary>Whether the attempt is only a question. A dry run is not counted for the rate limit.</summary>
    public bool IsDryRun { get; init; }
}
