using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Outside;

namespace FleetPortal.Pki.Chains;

/// <summary>The roots that the portal trusts and the authorities that lead to them. Never the system's store, never the network.</summary>
public sealed class TrustAnchors : IDisposable
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _authorities = [];
    private readonly HashSet<string> _trustedWithoutRoot = new(StringComparer.Ordinal);

    /// <summary>Anchors from DER certificates.</summary>
    /// <param name="roots">Self-signed, and trusted.</param>
    /// <param name="authorities">Below a root: they help to build chains, and are trusted for what is above them.</param>
    /// <param name="outside">Trusted for their own sake, whether they are self-signed or not.</param>
    public TrustAnchors(IEnumerable<byte[]> roots, IEnumerable<byte[]> authorities, IEnumerable<byte[]> outside)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(authorities);
        ArgumentNullException.ThrowIfNull(outside);
        _roots.AddRange(roots.Select(der => X509CertificateLoader.LoadCertificate(der)).ToArray());
        _authorities.AddRange(authorities.Select(der => X509CertificateLoader.LoadCertificate(der)).ToArray());
        foreach (var authority in outside.Select(der => X509CertificateLoader.LoadCertificate(der)))
        {
            if (OutsideAuthority.IsIssuerOf(authority.RawData, authority.RawData))
            {
                _roots.Add(authority);
            }
            else
            {
                _authorities.Add(authority);
                _trustedWithoutRoot.Add(authority.GetCertHashString(HashAlgorithmName.SHA256));
            }
        }

        SharedPolicy = Policy();
    }

    /// <summary>The policy of every handshake, made once.</summary>
    public X509ChainPolicy SharedPolicy { get; }

    /// <summary>
    /// The policy for one client certificate. Revocation is looked up in our own tables, validity is a check of its own;
    /// a download would let a stranger's certificate make us call out (RFC 5280 §8).
    /// </summary>
    private X509ChainPolicy Policy()
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
        return Verdict(chain);
    }

    /// <summary>Reads the answer of a chain that was built with <see cref="SharedPolicy"/>.</summary>
    public ChainVerdict Verdict(X509Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);

        // .NET trusts self-signed roots only. A chain that comes to an authority registered for its own sake is whole there: what a device
        // sends above it, or does not, is of no matter.
        for (var i = 1; i < chain.ChainElements.Count && _trustedWithoutRoot.Count > 0; i++)
        {
            if (_trustedWithoutRoot.Contains(chain.ChainElements[i].Certificate.GetCertHashString(HashAlgorithmName.SHA256)))
            {
                return ChainVerdict.UpTo(chain, i);
            }
        }

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
