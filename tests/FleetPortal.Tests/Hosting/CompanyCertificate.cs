using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;

namespace FleetPortal.Tests.Hosting;

/// <summary>A server certificate as a company's own authority would give it: leaf, intermediate and key in one PEM file.</summary>
internal static class CompanyCertificate
{
    /// <summary>Writes one for portal.example; answers the file and the name of the intermediate that must be served with it.</summary>
    public static (string Path, string Issuer) Write(TemporaryDirectory directory)
    {
        var now = DateTimeOffset.UtcNow;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=Company Root", rootKey).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var signed = Authority("CN=Company Servers", issuerKey).Create(root, now.AddDays(-1), now.AddDays(20), [1, 2, 3]);
        using var issuer = signed.CopyWithPrivateKey(issuerKey);
        var request = new CertificateRequest("CN=portal.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("portal.example");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(issuer, now.AddDays(-1), now.AddDays(10), [4, 5, 6]);
        var path = directory.File("portal.pem");
        File.WriteAllText(path,
            certificate.ExportCertificatePem() + "\n" + signed.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return (path, issuer.Subject);
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
