using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FleetPortal.Hosting;

/// <summary>The certificate of <c>Listen:CertificatePath</c> with the chain that the file holds: browsers do not look for a missing link.</summary>
public static class PortalCertificate
{
    /// <summary>TLS with the certificate, key and chain of a PEM file (certificate first) or a PKCS#12 file without a password.</summary>
    public static TlsHandshakeCallbackOptions Options(string path)
    {
        var (certificate, chain) = Read(path);
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        return new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = context, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }),
        };
    }

    /// <summary>Every certificate in the file, the portal's own first.</summary>
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
