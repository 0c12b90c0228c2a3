using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FleetPortal.Hosting;

/// <summary>
/// Reads the certificate of <c>Listen:CertificatePath</c> with its chain. The server must send the chain, because browsers do not fetch a
/// missing intermediate certificate.
/// </summary>
public static class PortalCertificate
{
    /// <summary>
    /// Returns TLS options with the certificate, key and chain of a PEM file (certificate first) or of a PKCS#12 file without a password.
    /// </summary>
    public static TlsHandshakeCallbackOptions Options(string path)
    {
        var (certificate, chain) = Read(path);
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        return new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = context,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }),
        };
    }

    /// <summary>
    /// Reads a PEM or PKCS#12 file. Returns the certificate with its private key, and the other certificates as its chain.
    /// </summary>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase))
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, null);
            var own = all.First(certificate => certificate.HasPrivateKey);
            return (own, [.. all.Where(certificate => !ReferenceEquals(certificate, own))]);
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        return (X509Certificate2.CreateFromPemFile(path), [.. chain.Skip(1)]);
    }
}
