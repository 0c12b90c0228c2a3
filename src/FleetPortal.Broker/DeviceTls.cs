using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Pki.Chains;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FleetPortal.Broker;

/// <summary>
/// TLS of the device listeners: 1.2 and 1.3, a client certificate asked for but not required. Nobody is refused in the
/// handshake for what the certificate says: the chain is validated here once and the result handed on, and CONNECT is
/// refused with a reason.
/// </summary>
public sealed class DeviceTls(AuthorityVault vault, TimeProvider time)
{
    /// <summary>What a listener of MQTT speaks: the registered name, and what the SDKs of AWS IoT offer. A client that offers neither, but something, is refused (RFC 7301 §3.2).</summary>
    public static IReadOnlyList<SslApplicationProtocol> MqttProtocols { get; } = [new("mqtt"), new("x-amzn-mqtt-ca")];

    private volatile SslStreamCertificateContext? _certificate;

    /// <summary>Serves this certificate from the next handshake on. Built once, not per connection (runtime#59979).</summary>
    /// <param name="authorityDer">The authority that signed it, which goes out with it.</param>
    public void Use(X509Certificate2 certificate, byte[] authorityDer) =>
        _certificate = SslStreamCertificateContext.Create(certificate, [X509CertificateLoader.LoadCertificate(authorityDer)], offline: true);

    /// <summary>The options of one handshake.</summary>
    public TlsHandshakeCallbackOptions HandshakeOptions(BrokerLimits limits, IReadOnlyList<SslApplicationProtocol>? applicationProtocols = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = limits.HandshakeTimeout,
            OnConnection = context =>
            {
                var shown = new TlsClientCertificate();
                context.Connection.Features.Set(shown);
                return ValueTask.FromResult(OptionsFor(shown, applicationProtocols));
            },
        };
    }

    /// <summary>The same certificate with its chain, for a listener that asks for no client certificate.</summary>
    public TlsHandshakeCallbackOptions ServerOnlyOptions() => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    };

    private SslStreamCertificateContext Certificate => _certificate ?? throw new InvalidOperationException("The listeners have no certificate yet.");

    private SslServerAuthenticationOptions OptionsFor(TlsClientCertificate shown, IReadOnlyList<SslApplicationProtocol>? applicationProtocols)
    {
        var anchors = vault.Anchors;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = true,
            ApplicationProtocols = applicationProtocols is null ? null : [.. applicationProtocols],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = TrustAnchors.HandshakePolicy(),
#pragma warning disable CA5359 // The verdict is handed on, and the decider refuses at CONNECT with a reason: see the type's comment.
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is X509Certificate2 client && chain is not null)
                {
                    // What the client sent beside its own certificate; some stacks put their own there again.
                    var sent = chain.ChainPolicy.ExtraStore.Where(one => !one.RawDataMemory.Span.SequenceEqual(client.RawDataMemory.Span)).ToList();
                    shown.Certificate = new PresentedCertificate(client, anchors.Verify(client, sent, time.GetUtcNow()));
                }

                return true;
            },
#pragma warning restore CA5359
        };
    }
}

/// <summary>The client certificate of one connection and what validation said of it; a connection feature.</summary>
public sealed class TlsClientCertificate
{
    /// <summary>Null where none was shown.</summary>
    public PresentedCertificate? Certificate { get; set; }

    /// <summary>Whether the handshake came to its end; Kestrel sets its own feature before it begins.</summary>
    public bool HandshakeCompleted { get; set; }
}
