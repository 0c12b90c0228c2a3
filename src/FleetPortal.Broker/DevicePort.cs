using System.Security.Cryptography.X509Certificates;
using FleetPortal.Broker.Handshakes;

namespace FleetPortal.Broker;

/// <summary>The settings of the listeners for devices.</summary>
public sealed record DevicePort
{
    /// <summary>The host names in the server certificate. The first one is its common name.</summary>
    public required IReadOnlyList<string> PublicHosts { get; init; }

    /// <summary>The proxies that announce the address of a device with the PROXY protocol.</summary>
    public AnnouncingProxies Proxies { get; init; } = new([]);

    /// <summary>
    /// The operator's RSA certificate with its key, followed by its chain, for devices that cannot use ECDSA. Null if the portal issues
    /// one.
    /// </summary>
    public IReadOnlyList<X509Certificate2>? RsaCertificate { get; init; }
}
