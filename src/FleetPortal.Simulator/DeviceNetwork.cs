using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace FleetPortal.Simulator;

/// <summary>How the devices reach the MQTT listener of the portal.</summary>
/// <param name="Roots">The roots that the devices trust.</param>
/// <param name="Host">The host of the listener.</param>
/// <param name="Port">The port of the listener.</param>
/// <param name="Connecting">Limits how many devices connect at the same time.</param>
internal sealed record DeviceNetwork(X509Certificate2Collection Roots, string Host, int Port, SemaphoreSlim Connecting)
{
    private const int KeepAliveSeconds = 30;

    /// <summary>Whether the listener is on this machine, so that a device can connect from any loopback address.</summary>
    public bool IsOnThisMachine => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Returns the options of a connection with mutual TLS; without an identity, the client shows no certificate.</summary>
    public MqttClientOptionsBuilder OptionsOf(string clientId, X509Certificate2? identity) => new MqttClientOptionsBuilder()
        .WithClientId(clientId)
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithTcpServer(Host, Port)
        .WithCleanStart()
        .WithKeepAlivePeriod(TimeSpan.FromSeconds(KeepAliveSeconds))
        .WithTlsOptions(tls =>
        {
            tls.UseTls()
                .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
                .WithTargetHost(Host)
                .WithTrustChain(Roots)
                .WithRevocationMode(X509RevocationMode.NoCheck);
            if (identity is not null)
            {
                tls.WithClientCertificates(new X509Certificate2Collection(identity));
            }
        });
}
