using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>
/// Reads a certificate back with other eyes than those that wrote it and compares it with what was meant. Each rule
/// names its clause; a failure is a fault of the portal, not of the request.
/// </summary>
internal static class CertificateLinter
{
    public static void Check(byte[] der, IssuingAuthority authority, CertificateContent content)
    {
        using var read = X509CertificateLoader.LoadCertificate(der);
        var structure = X509CertificateStructure.GetInstance(der);
        var extensions = structure.TbsCertificate.Extensions;

        Require(structure.GetDerEncoded().AsSpan().SequenceEqual(der), "der", "X.690 §10: the certificate is DER");
        Require(structure.Version == 3, "version", "RFC 5280 §4.1.2.1: version 3");
        Require(SerialNumber.FromBigEndian(read.SerialNumberBytes.Span) == content.SerialNumber, "serial-number", "RFC 5280 §4.1.2.2: the serial number is the one stored");
        Require(structure.SerialNumber.PositiveValue.SignValue > 0 && structure.SerialNumber.Value.ToByteArray().Length <= SerialNumber.MaxOctets, "serial-number-size", "RFC 5280 §4.1.2.2: positive, at most 20 octets");
        Require(read.IssuerName.RawData.AsSpan().SequenceEqual(authority.Structure.Subject.GetDerEncoded()), "issuer", "RFC 5280 §4.1.2.4: the issuer is the authority's subject");
        Require(read.NotBefore < read.NotAfter, "validity", "RFC 5280 §4.1.2.5: notBefore comes before notAfter");
        Require(new DateTimeOffset(read.NotAfter) <= authority.NotAfter, "validity-authority", "RFC 5280 §6.1: a certificate ends no later than its authority");
        Require(read.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(content.SubjectPublicKeyInfo), "key", "RFC 5280 §4.1.2.7: the key is the requested one");
        Require(!BasicConstraints.FromExtensions(extensions).IsCA(), "authority", "RFC 5280 §4.2.1.9: not an authority");
        Require(IsCritical(extensions, X509Extensions.BasicConstraints) && IsCritical(extensions, X509Extensions.KeyUsage), "critical", "RFC 5280 §4.2.1.3: keyUsage and basicConstraints are critical");
        Require(read.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages == X509KeyUsageFlags.DigitalSignature, "key-usage", "RFC 5280 §4.2.1.3: digitalSignature alone");
        Require(read.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Count == 1, "extended-key-usage", "RFC 5280 §4.2.1.12: one purpose");
        Require(read.SubjectName.EnumerateRelativeDistinguishedNames().Any() || IsCritical(extensions, X509Extensions.SubjectAlternativeName), "subject", "RFC 5280 §4.1.2.6: an empty subject needs a critical subjectAltName");
        Require(authority.Organization is not { } organization || structure.Subject.GetValueList(X509Name.O) is [{ } own] && own == organization, "name-constraint", "RFC 5280 §4.2.1.10: the subject stands under the authority's organization");
        Require(AuthorityKeyIdentifier.FromExtensions(extensions)?.KeyIdentifier?.GetOctets() is { } id && id.AsSpan().SequenceEqual(IssuingAuthority.KeyIdentifierOf(authority.Structure.SubjectPublicKeyInfo)), "authority-key-identifier", "RFC 5280 §4.2.1.1: names the authority's key");
    }

    private static bool IsCritical(X509Extensions extensions, Org.BouncyCastle.Asn1.DerObjectIdentifier oid) => extensions.GetExtension(oid) is { IsCritical: true };

    private static void Require(bool holds, string rule, string clause)
    {
        if (!holds)
        {
            throw new PkiException($"lint-{rule}", $"The certificate would break a rule, so it was not signed. {clause}.");
        }
    }
}
