using System.Formats.Asn1;

namespace FleetPortal.Pki.External;

/// <summary>
/// Reads the fields of a certificate strictly (RFC 5280 §4.1). The readers of the libraries accept fractions of a second, encoded defaults
/// and certificates without a name; this class refuses them.
/// </summary>
internal static class CertificateShape
{
    private const int VersionThree = 2;
    private const int GeneralizedTimeLength = 15;
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string BasicConstraints = "2.5.29.19";

    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag IssuerUniqueIdTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag SubjectUniqueIdTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);

    /// <summary>Checks all fields of a certificate.</summary>
    /// <param name="tolerated">Null to refuse every deviation: for authorities and everything that the portal signs. For a certificate of a
    /// device, which may be stored in a chip and cannot be replaced: a list that receives a sentence for each tolerated deviation, an
    /// encoded default.</param>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, with the clause.</exception>
    /// <exception cref="AsnContentException">The certificate is not DER.</exception>
    public static void Check(byte[] der, ICollection<string>? tolerated = null)
    {
        var tbs = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var version = 0;
        if (tbs.PeekTag().HasSameClassAndValue(VersionTag))
        {
            if (!tbs.ReadSequence(VersionTag).TryReadInt32(out version) || version is < 1 or > VersionThree)
            {
                throw Wrong("its version does not exist (RFC 5280 §4.1.2.1)");
            }
        }

        tbs.ReadIntegerBytes();
        tbs.ReadSequence();
        if (!tbs.ReadSequence().HasData)
        {
            throw Wrong("it has no issuer (RFC 5280 §4.1.2.4)");
        }

        var validity = tbs.ReadSequence();
        CheckTime(validity);
        CheckTime(validity);
        var named = tbs.ReadSequence().HasData;
        tbs.ReadSequence();
        Skip(tbs, IssuerUniqueIdTag);
        Skip(tbs, SubjectUniqueIdTag);
        if (tbs.HasData)
        {
            if (version != VersionThree)
            {
                throw Wrong("it has extensions, which only version 3 allows (RFC 5280 §4.1.2.9)");
            }

            named |= CheckExtensions(tbs.ReadSequence(ExtensionsTag).ReadSequence(), tolerated);
        }

        if (!named)
        {
            throw Wrong("it has no name: neither a subject nor a critical subjectAltName (RFC 5280 §4.1.2.6)");
        }
    }

    /// <summary>
    /// Reads a time of the validity. It must have seconds, be in UTC and have no fractions of a second (RFC 5280 §4.1.2.5). The DER reader
    /// checks the first two.
    /// </summary>
    private static void CheckTime(AsnReader validity)
    {
        if (validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime))
        {
            validity.ReadUtcTime();
        }
        else
        {
            if (validity.PeekContentBytes().Length != GeneralizedTimeLength)
            {
                throw Wrong("its validity has fractions of a second (RFC 5280 §4.1.2.5.2)");
            }

            validity.ReadGeneralizedTime();
        }
    }

    /// <returns>Whether a critical subjectAltName names the holder.</returns>
    private static bool CheckExtensions(AsnReader extensions, ICollection<string>? tolerated)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var names = false;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (!seen.Add(oid))
            {
                throw Wrong($"it has the extension {oid} twice (RFC 5280 §4.2)");
            }

            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
            {
                var critical = extension.ReadBoolean();
                if (!critical)
                {
                    Tolerate($"The extension {oid} encodes the default critical FALSE, which DER omits (X.690 §11.5).",
                        "it encodes a default value (X.690 §11.5)", tolerated);
                }

                names |= critical && oid == SubjectAlternativeName;
            }

            var value = extension.ReadOctetString();
            if (oid == BasicConstraints && tolerated is not null && WritesDefault(value))
            {
                tolerated.Add("basicConstraints encodes the default cA FALSE, which DER omits (X.690 §11.5).");
            }

            extension.ThrowIfNotEmpty();
        }

        return names;
    }

    private static bool WritesDefault(byte[] basicConstraints)
    {
        var constraints = new AsnReader(basicConstraints, AsnEncodingRules.DER).ReadSequence();
        return constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && !constraints.ReadBoolean();
    }

    private static void Tolerate(string note, string wrong, ICollection<string>? tolerated)
    {
        if (tolerated is null)
        {
            throw Wrong(wrong);
        }

        tolerated.Add(note);
    }

    private static void Skip(AsnReader reader, Asn1Tag tag)
    {
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(tag))
        {
            reader.ReadEncodedValue();
        }
    }

    private static PkiException Wrong(
        string what) => new(PkiErrors.CertificateUnreadable, $"The certificate does not follow RFC 5280: {what}.");
}
