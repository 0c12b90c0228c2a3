using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Identity;

/// <summary>What a device showed of itself when it asked to be let in.</summary>
public sealed record ConnectAttempt
{
    /// <summary>The MQTT client identifier as sent; at most 65,535 octets, kept cut.</summary>
    public required string ClientId { get; init; }

    /// <summary>Address and port.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>"MQTT 5", "MQTT 3.1.1".</summary>
    public required string Protocol { get; init; }

    /// <summary>"TLS 1.3, TLS_AES_256_GCM_SHA384", or null without TLS.</summary>
    public string? Tls { get; init; }

    /// <summary>The client certificate, or null.</summary>
    public PresentedCertificate? Certificate { get; init; }

    /// <summary>The topic of the last will, or null.</summary>
    public string? WillTopic { get; init; }

    /// <summary>For how long after its end the certificate still counts: for a renewal, where the profile says so. Never for a session.</summary>
    public TimeSpan ExpiredAllowance { get; init; }

    /// <summary>Only asked what would happen: nothing is counted.</summary>
    public bool IsDryRun { get; init; }
}
