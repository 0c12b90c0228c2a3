using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>The roots that the portal trusts and the authorities that lead to them. Never the system's store, never the network.</summary>
public sealed class TrustAnchors : IDisposable
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _authorities = [];

    /// <summary>Anchors from DER certificates.</summary>
    public TrustAnchors(IEnumerable<byte[]> roots, IEnumerable<byte[]> authorities)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(authorities);
        _roots.AddRange(roots.Select(der => X509CertificateLoader.LoadCertificate(der)).ToArray());
        _authorities.AddRange(authorities.Select(der => X509CertificateLoader.LoadCertificate(der)).ToArray());
    }

    /// <summary>
    /// The policy for one client certificate. Revocation is looked up in our own tables, validity is a check of its own;
    /// a download would let a stranger's certificate make us call out (RFC 5280 §8).
    /// </summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
        };
        policy.CustomTrustStore.AddRange(_roots);
        policy.ExtraStore.AddRange(_authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuth));
        return policy;
    }

    /// <summary>Validates a certificate that was handed in as DER, outside TLS.</summary>
    public ChainVerdict Verify(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.Build(certificate);
        return ChainVerdict.Of(chain);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _roots.Concat(_authorities))
        {
            certificate.Dispose();
        }
    }
}
