using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// What was agreed on in a completed handshake, as ASP.NET Core and the decider read it. HTTP takes the scheme https from it.
/// </summary>
internal sealed class TlsFeatures(SslStream stream) : ITlsConnectionFeature, ITlsHandshakeFeature
{
    public SslProtocols Protocol { get; } = stream.SslProtocol;

    public TlsCipherSuite? NegotiatedCipherSuite { get; } = stream.NegotiatedCipherSuite;

    /// <summary>
    /// Tells the client that nothing more will be sent (close_notify, RFC 8446 §6.1). The transport stays open, so that its answer can be
    /// read.
    /// </summary>
    public Task SayFarewellAsync() => stream.ShutdownAsync();

    public string HostName { get; } = stream.TargetHostName;

    // The certificate is in TlsClientCertificate, with the result of its validation.
    public X509Certificate2? ClientCertificate { get; set; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

#pragma warning disable SYSLIB0058 // Members of the interface that NegotiatedCipherSuite replaces.
    public CipherAlgorithmType CipherAlgorithm => CipherAlgorithmType.None;

    public int CipherStrength => 0;

    public HashAlgorithmType HashAlgorithm => HashAlgorithmType.None;

    public int HashStrength => 0;

    public ExchangeAlgorithmType KeyExchangeAlgorithm => ExchangeAlgorithmType.None;

    public int KeyExchangeStrength => 0;
#pragma warning restore SYSLIB0058
}
