using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Issuance;

/// <summary>
/// Reads a certificate with other code than that which wrote it, and compares it with the intended content. Each rule names its clause. A
/// failure is a fault of the portal, not of the request.
/// </summary>
internal static class CertificateLinter
{
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const string Organization = "2.5.4.10";

    // The DER of an empty SEQUENCE, and of the BIT STRING with digitalSignature only.
    private static readonly byte[] EmptySequence = [0x30, 0x00];
    private static readonly byte[] DigitalSignature = [0x03, 0x02, 0x07, 0x80];
    private static readonly Asn1Tag KeyIdentifierTag = new(TagClass.ContextSpecific, 0);

    /// <summary>Checks a certificate against all rules.</summary>
    /// <exception cref="PkiException"><c>lint-…</c> with the name of the first broken rule.</exception>
    public static void Check(byte[] der, IssuingAuthority authority, CertificateContent content)
    {
        var read = Read(der);
        Require(read.Version == 3, "version", "RFC 5280 §4.1.2.1: version 3");
        Require(Same(read.InnerAlgorithm, read.OuterAlgorithm.Span),
            "algorithm", "RFC 5280 §4.1.1.2: both signature algorithms are the same");
        Require(SerialNumber.FromBigEndian(read.SerialNumber.Span) == content.SerialNumber,
            "serial-number", "RFC 5280 §4.1.2.2: the serial number is the one stored");
        Require(read.SerialNumber.Length <= SerialNumber.MaxOctets && (read.SerialNumber.Span[0] & 0x80) == 0,
            "serial-number-size", "RFC 5280 §4.1.2.2: positive, at most 20 octets");
        Require(Same(read.Issuer, authority.Structure.Subject.GetDerEncoded()),
            "issuer", "RFC 5280 §4.1.2.4: the issuer is the authority's subject");
        Require(read.NotBefore < read.NotAfter, "validity", "RFC 5280 §4.1.2.5: notBefore comes before notAfter");
        Require(read.NotAfter <= authority.NotAfter, "validity-authority", "RFC 5280 §6.1: a certificate ends no later than its authority");
        Require(Same(read.SubjectPublicKeyInfo, content.SubjectPublicKeyInfo), "key", "RFC 5280 §4.1.2.7: the key is the requested one");
        Require(Same(read.Value(BasicConstraints), EmptySequence), "authority", "RFC 5280 §4.2.1.9: not an authority");
        Require(read.IsCritical(BasicConstraints) && read.IsCritical(KeyUsage),
            "critical", "RFC 5280 §4.2.1.3: keyUsage and basicConstraints are critical");
        Require(Same(read.Value(KeyUsage), DigitalSignature), "key-usage", "RFC 5280 §4.2.1.3: digitalSignature alone");
        Require(PurposesOf(read) == 1, "extended-key-usage", "RFC 5280 §4.2.1.12: one purpose");
        Require(!Same(read.Subject, EmptySequence)
            || read.IsCritical(SubjectAlternativeName), "subject", "RFC 5280 §4.1.2.6: an empty subject needs a critical subjectAltName");
        Require(authority.Organization is not { } organization || OrganizationsOf(read) is [{ } own] && own == organization,
            "name-constraint", "RFC 5280 §4.2.1.10: the subject begins with the organization of the authority");
        Require(NamesKeyOf(read, authority),
            "authority-key-identifier", "RFC 5280 §4.2.1.1: authorityKeyIdentifier is the key identifier of the authority");
    }

    private static ReadBack Read(byte[] der)
    {
        try
        {
            return new ReadBack(der);
        }
        catch (AsnContentException e)
        {
            throw new PkiException(PkiErrors.Lint + "der",
                "The certificate would break a rule, so it was not signed. X.690 §10: the certificate is DER.", e);
        }
    }

    private static int PurposesOf(ReadBack read)
    {
        var purposes = new AsnReader(read.Value(ExtendedKeyUsage), AsnEncodingRules.DER).ReadSequence();
        var count = 0;
        for (; purposes.HasData; count++)
        {
            purposes.ReadObjectIdentifier();
        }

        return count;
    }

    private static List<string?> OrganizationsOf(ReadBack read) =>
        [.. new X500DistinguishedName(read.Subject.Span).EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements
            && part.GetSingleElementType().Value == Organization).Select(part => part.GetSingleElementValue())];

    private static bool NamesKeyOf(ReadBack read, IssuingAuthority authority) =>
        read.Value(AuthorityKeyIdentifier) is { IsEmpty: false } value
        && new AsnReader(value, AsnEncodingRules.DER).ReadSequence().ReadOctetString(KeyIdentifierTag)
            .AsSpan().SequenceEqual(IssuingAuthority.KeyIdentifierOf(authority.Structure.SubjectPublicKeyInfo));

    private static bool Same(ReadOnlyMemory<byte> read, ReadOnlySpan<byte> meant) => read.Span.SequenceEqual(meant);

    private static void Require(bool holds, string rule, string clause)
    {
        if (!holds)
        {
            throw new PkiException(PkiErrors.Lint + rule, $"The certificate would break a rule, so it was not signed. {clause}.");
        }
    }
}
