using FleetPortal.Pki.Keys;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using X509Certificate = Org.BouncyCastle.X509.X509Certificate;

namespace FleetPortal.Pki.External;

/// <summary>
/// The certificate of an authority of another organization. The authority is trusted after its owner has proven possession of its key: with
/// a certificate that this key signed and whose common name is a code that only this portal knows (as AWS IoT does).
/// </summary>
public sealed class ExternalAuthority
{
    private readonly X509CertificateStructure _structure;

    private ExternalAuthority(byte[] der, X509CertificateStructure structure, string keyAlgorithm) =>
        (Der, _structure, KeyAlgorithm) = (der, structure, keyAlgorithm);

    /// <summary>The certificate in DER.</summary>
    public byte[] Der { get; }

    /// <summary>The key algorithm, such as "EC P-384".</summary>
    public string KeyAlgorithm { get; }

    /// <summary>The subject as tools print it, such as <c>O=Kessler,CN=Valves CA 2</c>.</summary>
    public string Subject => _structure.Subject.ToString();

    /// <summary>The common name of the subject, or the whole subject without one.</summary>
    public string CommonName => _structure.Subject.GetValueList(X509Name.CN) is [.., { Length: > 0 } name] ? name : Subject;

    /// <summary>The start of validity.</summary>
    public DateTimeOffset NotBefore => new(_structure.StartDate.ToDateTime(), TimeSpan.Zero);

    /// <summary>The end of validity.</summary>
    public DateTimeOffset NotAfter => new(_structure.EndDate.ToDateTime(), TimeSpan.Zero);

    /// <summary>Reads the certificate of an authority and checks that it may sign certificates and has not expired.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>, <c>key-weak</c>, <c>key-unsupported</c>,
    /// <c>authority-not-ca</c>, <c>certificate-expired</c>.</exception>
    /// <remarks><see cref="Chains.AuthorityProbe"/> checks whether its client certificates could be accepted.</remarks>
    public static ExternalAuthority ReadPem(string pem, DateTimeOffset now)
    {
        var (der, structure) = CertificateSyntax.ReadPem(pem);
        var algorithm = PublicKeyRules.Describe(structure.SubjectPublicKeyInfo.GetDerEncoded());

        // RFC 5280 §4.2.1.9 and §4.2.1.3: basicConstraints must say CA; keyUsage, if present, keyCertSign.
        var extensions = structure.TbsCertificate.Extensions;
        var signs = extensions is not null && CertificateSyntax.Read(() => BasicConstraints.FromExtensions(extensions)?.IsCA() == true
            && (KeyUsage.FromExtensions(extensions) is not { } usage || (usage.IntValue & KeyUsage.KeyCertSign) != 0));
        if (!signs)
        {
            throw new PkiException(PkiErrors.AuthorityNotCa,
                "This certificate must not sign others: basicConstraints must say CA, and keyUsage must contain keyCertSign.");
        }

        var authority = new ExternalAuthority(der, structure, algorithm);
        return authority.NotAfter > now ? authority : throw new PkiException(PkiErrors.CertificateExpired,
            $"The certificate of the authority expired on {authority.NotAfter:yyyy-MM-dd}.");
    }

    /// <summary>Returns the common name of a verification certificate without verifying its signature; empty without one.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>.</exception>
    public static string CodeIn(string verificationPem) =>
        CertificateSyntax.ReadPem(verificationPem).Structure.Subject.GetValueList(X509Name.CN) is [{ } name] ? name : "";

    /// <summary>Checks the proof of possession of the key.</summary>
    /// <param name="verificationPem">A certificate that this authority signed and whose common name is <paramref name="code"/>.</param>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>, <c>verification-other-authority</c>,
    /// <c>verification-other-code</c>, <c>verification-expired</c>.</exception>
    public void CheckProof(string verificationPem, string code, DateTimeOffset now)
    {
        var (der, proof) = CertificateSyntax.ReadPem(verificationPem);
        if (!IsIssuerOf(Der, der))
        {
            throw new PkiException(PkiErrors.VerificationOtherAuthority, $"The verification certificate is not signed by {CommonName}.");
        }

        if (proof.Subject.GetValueList(X509Name.CN) is not [{ } name] || name != code)
        {
            throw new PkiException(PkiErrors.VerificationOtherCode,
                "The verification certificate's common name is not the registration code.");
        }

        var (start, end) = (proof.StartDate.ToDateTime(), proof.EndDate.ToDateTime());
        if (now.UtcDateTime < start || now.UtcDateTime > end)
        {
            throw new PkiException(PkiErrors.VerificationExpired,
                $"The verification certificate is valid from {start:yyyy-MM-ddTHH:mm:ssZ} to {end:yyyy-MM-ddTHH:mm:ssZ}, which does "
                + $"not include the current time.");
        }
    }

    /// <summary>
    /// Returns the subject of a certificate in a form for lookups: names that path building treats as equal (RFC 5280 §7.1) give equal
    /// texts.
    /// </summary>
    public static string SubjectKeyOf(byte[] der) => string.Join(' ', X509CertificateStructure.GetInstance(der).Subject.ToString()
        .ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Returns whether two names in DER are equal (RFC 5280 §7.1).</summary>
    public static bool AreOneName(
        byte[] name, byte[] other) => X509Name.GetInstance(name).Equivalent(X509Name.GetInstance(other), inOrder: true);

    /// <summary>Returns whether two certificates have the same public key, such as an authority that was renewed with its key.</summary>
    public static bool HaveOneKey(byte[] der, byte[] other) =>
        X509CertificateStructure.GetInstance(der).SubjectPublicKeyInfo.GetDerEncoded()
            .AsSpan().SequenceEqual(X509CertificateStructure.GetInstance(other).SubjectPublicKeyInfo.GetDerEncoded());

    /// <summary>
    /// Returns whether an authority issued a certificate: the names match and the signature is valid (RFC 5280 §6.1.3 a).
    /// </summary>
    /// <param name="authorityDer">The certificate of the authority in DER.</param>
    /// <param name="certificateDer">The certificate to check in DER.</param>
    public static bool IsIssuerOf(byte[] authorityDer, byte[] certificateDer)
    {
        var (authority, certificate) =
            (X509CertificateStructure.GetInstance(authorityDer), X509CertificateStructure.GetInstance(certificateDer));
        if (!certificate.Issuer.Equivalent(authority.Subject, inOrder: true))
        {
            return false;
        }

        try
        {
            new X509Certificate(certificateDer).Verify(PublicKeyFactory.CreateKey(authority.SubjectPublicKeyInfo));
            return true;
        }
        catch (Exception)
        {
            // Any fault in the key or the signature of an unknown certificate means that the authority did not issue it.
            return false;
        }
    }
}
