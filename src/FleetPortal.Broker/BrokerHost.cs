using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;

namespace FleetPortal.Broker;

/// <summary>The host names that devices connect to, and their certificate.</summary>
public sealed class BrokerHost(DevicePort port)
{
    /// <summary>The names, as a text.</summary>
    public string NamesInWords { get; } = string.Join(", ", port.PublicHosts);

    /// <summary>The certificate that the listeners serve; null before the first is issued.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>The authority that signed it, in DER.</summary>
    public byte[] AuthorityDer { get; private set; } = [];

    /// <summary>Issues a certificate and serves it from the next handshake on.</summary>
    public async Task IssueAsync(ServerCertificate issuer, DeviceTls tls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(tls);
        (Certificate, AuthorityDer) = await issuer.IssueAsync(port.PublicHosts, ServerKey.Ecdsa, cancellationToken);
        tls.Use(Certificate, AuthorityDer);
    }
}
