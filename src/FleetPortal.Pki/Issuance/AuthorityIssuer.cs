using System.Security.Cryptography;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>Issues the certificates of authorities: a self-signed root, and issuing authorities below it.</summary>
public static class AuthorityIssuer
{
    /// <summary>
    /// Issues a self-signed root that may have one level of authorities below it (RFC 5280 §4.2.1.9, pathLenConstraint 1).
    /// </summary>
    /// <returns>The certificate in DER.</returns>
    public static byte[] IssueRoot(string name, ISigningKey key, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        ArgumentNullException.ThrowIfNull(key);
        var subject = CertificateIssuer.SubjectOf(name, null);
        return Issue(subject, subject, key, key, new SubordinateContent(name, notBefore, notAfter), pathLength: 1);
    }

    /// <summary>
    /// Issues an authority below <paramref name="parent"/> that may sign end-entity certificates only (RFC 5280 §4.2.1.9, pathLenConstraint
    /// 0).
    /// </summary>
    /// <returns>The certificate in DER.</returns>
    public static byte[] IssueSubordinate(IssuingAuthority parent, ISigningKey key, SubordinateContent content)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(content);
        return Issue(parent.Structure.Subject,
            CertificateIssuer.SubjectOf(content.Name, content.Organization), parent.Key, key, content, pathLength: 0);
    }

    private static byte[] Issue(
        X509Name issuer, X509Name subject, ISigningKey signer, ISigningKey own, SubordinateContent content, int pathLength)
    {
        var spki = InfoOf(own);
        using var random = RandomNumberGenerator.Create();
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(new DerInteger(SerialNumber.Create(random).ToBigInteger()));
        generator.SetSignature(AlgorithmIdentifier.GetInstance(Asn1Object.FromByteArray(signer.SignatureAlgorithm.ToArray())));
        generator.SetIssuer(issuer);
        generator.SetSubject(subject);
        generator.SetValidity(new Validity(new Time(content.NotBefore.UtcDateTime), new Time(content.NotAfter.UtcDateTime)));
        generator.SetSubjectPublicKeyInfo(spki);
        generator.SetExtensions(ExtensionsOf(spki, InfoOf(signer), content, pathLength));
        var tbs = generator.GenerateTbsCertificate().GetDerEncoded();
        return CertificateIssuer.Assemble(tbs, signer.SignatureAlgorithm, signer.Sign(tbs));
    }

    private static SubjectPublicKeyInfo InfoOf(
        ISigningKey key) => SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(key.SubjectPublicKeyInfo.ToArray()));

    private static X509Extensions ExtensionsOf(
        SubjectPublicKeyInfo own, SubjectPublicKeyInfo signer, SubordinateContent content, int pathLength)
    {
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(pathLength));
        extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.KeyCertSign | KeyUsage.CrlSign));
        extensions.AddExtension(X509Extensions.SubjectKeyIdentifier,
            false, new SubjectKeyIdentifier(IssuingAuthority.KeyIdentifierOf(own)));
        extensions.AddExtension(X509Extensions.AuthorityKeyIdentifier,
            false, new AuthorityKeyIdentifier(IssuingAuthority.KeyIdentifierOf(signer)));
        if (content.Organization is { } organization)
        {
            extensions.AddExtension(X509Extensions.NameConstraints, true, NameConstraint.Of(organization));
        }

        CertificateIssuer.AddAddresses(extensions, content.ParentAddress, ocspAddress: null, content.CrlAddress);
        return extensions.Generate();
    }
}
