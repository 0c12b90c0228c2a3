using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.External;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// Checks, before an external authority is registered, whether path validation (RFC 5280 §6) could ever accept a client certificate of it.
/// Validates a generated client certificate with the authority as its issuer. Faults in the signature of that certificate are ignored,
/// because the portal cannot sign for the authority.
/// </summary>
public static class AuthorityProbe
{
    private const X509ChainStatusFlags Expected = X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.NotTimeValid;

    /// <summary>Returns the reason for which every client certificate of the authority would be refused; null if there is none.</summary>
    /// <param name="der">The certificate of the authority in DER.</param>
    public static string? ProblemOf(byte[] der)
    {
        using var authority = X509CertificateLoader.LoadCertificate(der);
        using var device = MadeUp(authority);
        using var chain = new X509Chain { ChainPolicy = TrustAnchors.Policy() };
        (ExternalAuthority.IsIssuerOf(der, der) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        chain.Build(device);
        if (chain.ChainElements.Count < 2)
        {
            return ChainFaults.DescribeBreak(chain, [new PathCertificate(authority)]);
        }

        const X509ChainStatusFlags above = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        var faults = new[] { ChainFaults.Of(chain.ChainElements[0].ChainElementStatus) & ~Expected,
            ChainFaults.Of(chain.ChainElements[1].ChainElementStatus) & ~(Expected | above) };
        return faults.Any(flags => flags != X509ChainStatusFlags.NoError) ? ChainFaults.Describe(chain, faults)
            : ChainVerdict.AsksForPolicies(authority)
                ? $"{ChainVerdict.NameOf(authority)} requires certificate policies, which this portal does not evaluate"
            : null;
    }

    /// <summary>Creates a client certificate without names, so that no name constraint applies to it.</summary>
    private static X509Certificate2 MadeUp(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TrustAnchors.ClientAuth)], critical: false));
        return request.Create(authority.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key), authority.NotBefore, authority.NotAfter, [1]);
    }
}
