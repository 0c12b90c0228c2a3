using FleetPortal.Pki.Keys;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using X509Certificate = Org.BouncyCastle.X509.X509Certificate;

namespace FleetPortal.Pki.External;

/// <summary>
/// An authority that somebody else runs, from its certificate. It is trusted once its owner has proven possession of the key:
/// by a certificate whose common name is a code that only this portal knows, signed with it (as AWS IoT does).
/// </summary>
public sealed class ExternalAuthority
{
    private readonly X509CertificateStructure _structure;

    private ExternalAuthority(byte[] der, X509CertificateStructure structure, string keyAlgorithm) => (Der, _structure, KeyAlgorithm) = (der, structure, keyAlgorithm);

    /// <summary>The certificate.</summary>
    public byte[] Der { get; }

    /// <summary>In words: "EC P-384".</summary>
    public string KeyAlgorithm { get; }

    /// <summary>As tools print it: <c>O=Kessler,CN=Valves CA 2</c>.</summary>
    public string Subject => _structure.Subject.ToString();

    /// <summary>Its common name, or its whole subject where it has none.</summary>
    public string CommonName => _structure.Subject.GetValueList(X509Name.CN) is [.., { Length: > 0 } name] ? name : Subject;

    /// <summary>The start of its validity.</summary>
    public DateTimeOffset NotBefore => new(_structure.StartDate.ToDateTime(), TimeSpan.Zero);

    /// <summary>The end of its validity.</summary>
    public DateTimeOffset NotAfter => new(_structure.EndDate.ToDateTime(), TimeSpan.Zero);

    /// <summary>Reads an authority's certificate.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>, <c>key-weak</c>, <c>key-unsupported</c>, <c>authority-not-ca</c>, <c>certificate-expired</c>.</exception>
    /// <remarks>Whether it could let anybody in is asked of <see cref="Chains.AuthorityProbe"/>.</remarks>
    public static ExternalAuthority ReadPem(string pem, DateTimeOffset now)
    {
        var (der, structure) = CertificateSyntax.ReadPem(pem);
        var algorithm = PublicKeyRules.Describe(structure.SubjectPublicKeyInfo.GetDerEncoded());

        // RFC 5280 §4.2.1.9 and §4.2.1.3: both must say so.
        var extensions = structure.TbsCertificate.Extensions;
        var signs = extensions is not null && CertificateSyntax.Read(() => BasicConstraints.FromExtensions(extensions)?.IsCA() == true
            && (KeyUsage.FromExtensions(extensions) is not { } usage || (usage.IntValue & KeyUsage.KeyCertSign) != 0));
        if (!signs)
        {
            throw new PkiException(PkiErrors.AuthorityNotCa, "This certificate may not sign others: basicConstraints must say CA, and keyUsage keyCertSign.");
        }

        var authority = new ExternalAuthority(der, structure, algorithm);
        return authority.NotAfter > now ? authority : throw new PkiException(PkiErrors.CertificateExpired, $"The authority's certificate ended on {authority.NotAfter:yyyy-MM-dd}.");
    }

    /// <summary>The common name of a verification certificate, whoever signed it; empty where it has none.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>.</exception>
    public static string CodeIn(string verificationPem) => CertificateSyntax.ReadPem(verificationPem).Structure.Subject.GetValueList(X509Name.CN) is [{ } name] ? name : "";

    /// <summary>Checks the proof of possession.</summary>
    /// <param name="verificationPem">A certificate signed by this authority whose common name is <paramref name="code"/>.</param>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>, <c>verification-other-authority</c>, <c>verification-other-code</c>, <c>verification-expired</c>.</exception>
    public void CheckProof(string verificationPem, string code, DateTimeOffset now)
    {
        var (der, proof) = CertificateSyntax.ReadPem(verificationPem);
        if (!IsIssuerOf(Der, der))
        {
            throw new PkiException(PkiErrors.VerificationOtherAuthority, $"The verification certificate is not signed by {CommonName}.");
        }

        if (proof.Subject.GetValueList(X509Name.CN) is not [{ } name] || name != code)
        {
            throw new PkiException(PkiErrors.VerificationOtherCode, "The verification certificate's common name is not the registration code.");
        }

        var (start, end) = (proof.StartDate.ToDateTime(), proof.EndDate.ToDateTime());
        if (now.UtcDateTime < start || now.UtcDateTime > end)
        {
            throw new PkiException(PkiErrors.VerificationExpired, $"The verification certificate is valid from {start:yyyy-MM-ddTHH:mm:ssZ} to {end:yyyy-MM-ddTHH:mm:ssZ}, which does not include the present.");
        }
    }

    /// <summary>A certificate's subject in a form that is equal where path building takes names as equal (RFC 5280 §7.1), for looking it up.</summary>
    public static string SubjectKeyOf(byte[] der) => string.Join(' ', X509CertificateStructure.GetInstance(der).Subject.ToString().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether two names, in DER, are equal as path building compares them.</summary>
    public static bool AreOneName(byte[] name, byte[] other) => X509Name.GetInstance(name).Equivalent(X509Name.GetInstance(other), inOrder: true);

    /// <summary>Whether two certificates have one key: an authority that was renewed with its key.</summary>
    public static bool HaveOneKey(byte[] der, byte[] other) =>
        X509CertificateStructure.GetInstance(der).SubjectPublicKeyInfo.GetDerEncoded().AsSpan().SequenceEqual(X509CertificateStructure.GetInstance(other).SubjectPublicKeyInfo.GetDerEncoded());

    /// <summary>Whether an authority is the issuer of a certificate, and its signature holds (RFC 5280 §6.1.3 a).</summary>
    /// <param name="authorityDer">The authority's certificate.</param>
    /// <param name="certificateDer">What it may have signed.</param>
    public static bool IsIssuerOf(byte[] authorityDer, byte[] certificateDer)
    {
        var (authority, certificate) = (X509CertificateStructure.GetInstance(authorityDer), X509CertificateStructure.GetInstance(certificateDer));
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
            // Whatever is wrong with a stranger's key or signature: it is not the issuer's.
            return false;
        }
    }
}
