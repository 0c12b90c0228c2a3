using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Broker.Handshakes;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Pki.Chains;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FleetPortal.Broker;

/// <summary>
/// TLS of the device listeners: 1.2 and 1.3, with an optional client certificate. The handshake accepts every certificate. It validates the
/// chain once and keeps the result; the decider then refuses CONNECT with a reason.
/// </summary>
public sealed class DeviceTls(AuthorityVault vault, RsaServerCertificate rsa, TimeProvider time)
{
    private volatile SslStreamCertificateContext? _certificate;

    /// <summary>
    /// Serves this certificate from the next handshake on. The context is built once, not for each connection (runtime#59979).
    /// </summary>
    /// <param name="certificate">The certificate with its private key.</param>
    /// <param name="authorityDer">The authority that signed it, in DER. It is sent with the certificate.</param>
    public void Use(X509Certificate2 certificate, byte[] authorityDer) =>
        _certificate = SslStreamCertificateContext.Create(certificate,
            [X509CertificateLoader.LoadCertificate(authorityDer)], offline: true);

    /// <summary>The options of a listener that requests no client certificate. It serves the same certificate and chain.</summary>
    public TlsHandshakeCallbackOptions ServerOnlyOptions() => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    };

    private SslStreamCertificateContext Certificate => _certificate
        ?? throw new InvalidOperationException("The listeners have no certificate yet.");

    /// <summary>The options of one handshake: certificate, cipher suites and ALPN for what the client offers.</summary>
    internal async ValueTask<SslServerAuthenticationOptions> OptionsForAsync(TlsClientCertificate clientCertificate, HandshakeState state)
    {
        var (hello, listener, anchors) = (state.Hello, state.Listener, vault.Anchors);
        var rsaContext = hello is not null && CipherSuites.NeedsRsa(hello) ? await rsa.ContextAsync(state.Deadline) : null;
        state.UsesRsa = rsaContext is not null;
        var ignoresAlpn = hello is { ApplicationProtocols.Count: > 0 } && listener.IgnoresOtherProtocols && !listener.Shares(hello);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = rsaContext ?? Certificate,
            CipherSuitesPolicy = hello is null ? null : CipherSuites.PolicyFor(hello, state.UsesRsa),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = true,
            ApplicationProtocols = ignoresAlpn ? null : [.. listener.ApplicationProtocols],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = TrustAnchors.HandshakePolicy(),
#pragma warning disable CA5359 // The result is kept, and the decider refuses CONNECT with a reason: see the comment of the type.
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is X509Certificate2 client && chain is not null)
                {
                    // The intermediates that the client sent. Some TLS stacks repeat the leaf certificate among them.
                    var sent = chain.ChainPolicy.ExtraStore
                        .Where(one => !one.RawDataMemory.Span.SequenceEqual(client.RawDataMemory.Span)).ToList();
                    clientCertificate.Certificate = new PresentedCertificate(client, anchors.Verify(client, sent, time.GetUtcNow()));
                }

                return true;
            },
#pragma warning restore CA5359
        };
    }
}
