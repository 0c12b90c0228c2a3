using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Testing;

/// <summary>An authority that somebody else runs, made by other code than the portal's.</summary>
public sealed class OutsideCa : IDisposable
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly DateTimeOffset _now;

    /// <param name="parent">Its own authority; null makes it self-signed.</param>
    public OutsideCa(DateTimeOffset now, string name = "Kessler Valves CA 2", OutsideCa? parent = null, bool mayIssue = true)
    {
        _now = now;
        var request = new CertificateRequest($"O=Kessler, CN={name}", _key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(mayIssue, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(mayIssue ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = parent is null
            ? request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5))
            : request.Create(parent.Certificate, now.AddDays(-1), now.AddYears(4), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(_key);
    }

    /// <summary>With its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>In PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>The proof of possession: a certificate whose common name is the code.</summary>
    public string Prove(string code, TimeSpan? from = null, TimeSpan? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={code}", key, HashAlgorithmName.SHA256);
        using var proof = request.Create(Certificate, _now + (from ?? TimeSpan.FromMinutes(-5)), _now + (until ?? TimeSpan.FromDays(2)), RandomNumberGenerator.GetBytes(8));
        return proof.ExportCertificatePem() + "\n";
    }

    /// <summary>A device's certificate with its key.</summary>
    public X509Certificate2 Issue(string name, byte[]? serialNumber = null, string usage = ClientAuth, int names = 1, int years = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var alternative = new SubjectAlternativeNameBuilder();
        for (var i = 0; i < names; i++)
        {
            alternative.AddDnsName($"{name}-{i}.example");
        }

        request.CertificateExtensions.Add(alternative.Build());

        // A generator of its own: .NET's refuses a certificate that would outlive its authority, which others do make.
        using var certificate = request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), _now.AddDays(-1), _now.AddYears(years), serialNumber ?? RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }
}
