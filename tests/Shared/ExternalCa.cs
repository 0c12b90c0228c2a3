using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Testing;

/// <summary>A test authority of another organization, made with the .NET libraries instead of the code of the portal.</summary>
public sealed class ExternalCa : IDisposable
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key;
    private readonly DateTimeOffset _now;

    /// <summary>Creates the key and the certificate of the authority.</summary>
    /// <param name="name">The common name, or a whole subject.</param>
    /// <param name="parent">The authority that signs the certificate; null makes it self-signed.</param>
    /// <param name="also">Adds further extensions to the certificate.</param>
    /// <param name="namesKey">Whether the certificate has a subjectKeyIdentifier.</param>
    /// <param name="renewed">The authority whose key is used again; null creates a new key.</param>
    public ExternalCa(
        DateTimeOffset now, string name = "Kessler Valves CA 2",
        ExternalCa? parent = null, bool mayIssue = true, Action<CertificateRequest>? also = null, bool namesKey = true,
        ExternalCa? renewed = null, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        _now = now;
        _key = renewed is null
            ? ECDsa.Create(ECCurve.NamedCurves.nistP384) : ECDsa.Create(renewed._key.ExportParameters(includePrivateParameters: true));
        var request = new CertificateRequest(name.Contains('=', StringComparison.Ordinal)
            ? name : $"O=Kessler, CN={name}", _key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(mayIssue, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(mayIssue
            ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        if (namesKey)
        {
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        }

        also?.Invoke(request);
        var (start, end) = (notBefore ?? now.AddDays(-1), notAfter ?? now.AddYears(parent is null ? 5 : 4));
        using var made = request.Create(
            parent?.Certificate.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(parent?._key ?? _key), start, end, RandomNumberGenerator.GetBytes(8));
        Certificate = made.CopyWithPrivateKey(_key);
    }

    /// <summary>Creates a CRL and signs it with the key of the authority.</summary>
    /// <param name="number">The cRLNumber.</param>
    /// <param name="revoked">The serial numbers of the revoked certificates, big-endian.</param>
    public byte[] Crl(int number,
        DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, X509RevocationReason reason, params byte[][] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var serial in revoked)
        {
            builder.AddEntry(serial, thisUpdate, reason);
        }

        return builder.Build(Certificate, number, nextUpdate, HashAlgorithmName.SHA384, thisUpdate: thisUpdate);
    }

    /// <summary>The certificate of the authority, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate of the authority in PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Creates the proof of possession: a certificate whose common name is the code.</summary>
    public string Prove(string code, TimeSpan? from = null, TimeSpan? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={code}", key, HashAlgorithmName.SHA256);
        using var proof = request.Create(Certificate,
            _now + (from ?? TimeSpan.FromMinutes(-5)), _now + (until ?? TimeSpan.FromDays(2)), RandomNumberGenerator.GetBytes(8));
        return proof.ExportCertificatePem() + "\n";
    }

    /// <summary>Issues a certificate for a device, with its private key.</summary>
    public X509Certificate2 Issue(string name,
        byte[]? serialNumber = null, string usage = ClientAuth, int names = 1, int years = 1, Action<CertificateRequest>? also = null)
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
        also?.Invoke(request);

        // Pass a signature generator. Without it, .NET refuses a certificate that ends later than its authority, but other software makes
        // such certificates.
        using var certificate = request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key),
            _now.AddDays(-1), _now.AddYears(years), serialNumber ?? RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }
}
