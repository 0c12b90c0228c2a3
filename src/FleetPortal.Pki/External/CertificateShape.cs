using System.Formats.Asn1;

namespace FleetPortal.Pki.External;

/// <summary>
/// The fields of RFC 5280 §4.1 read strictly. Fractions of a second, a default that is written and a certificate that names nobody are
/// what the libraries' readers let pass; the rest they refuse as well, each in its own way and version.
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

    /// <summary>Walks a certificate.</summary>
    /// <param name="tolerated">
    /// Null for authorities and everything that we sign. For a device's certificate, which is burnt into its chip and cannot be made again, a list
    /// that takes a sentence for each fault that is passed over: a written default.
    /// </param>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, naming the clause.</exception>
    /// <exception cref="AsnContentException">It is not DER.</exception>
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
            throw Wrong("it names no issuer (RFC 5280 §4.1.2.4)");
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
                throw Wrong("it has extensions, which only version 3 may (RFC 5280 §4.1.2.9)");
            }

            named |= CheckExtensions(tbs.ReadSequence(ExtensionsTag).ReadSequence(), tolerated);
        }

        if (!named)
        {
            throw Wrong("it names nobody: neither a subject nor a critical subjectAltName (RFC 5280 §4.1.2.6)");
        }
    }

    /// <summary>RFC 5280 §4.1.2.5: with seconds, in UTC, without fractions. The DER rules ask for the first two.</summary>
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

    /// <returns>Whether they name somebody whom the subject does not.</returns>
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
                throw Wrong($"the extension {oid} is there twice (RFC 5280 §4.2)");
            }

            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
            {
                var critical = extension.ReadBoolean();
                if (!critical)
                {
                    Tolerate($"The extension {oid} writes the default critical FALSE, which DER leaves out (X.690 §11.5).", "a default is written (X.690 §11.5)", tolerated);
                }

                names |= critical && oid == SubjectAlternativeName;
            }

            var value = extension.ReadOctetString();
            if (oid == BasicConstraints && tolerated is not null && WritesDefault(value))
            {
                tolerated.Add("basicConstraints writes the default cA FALSE, which DER leaves out (X.690 §11.5).");
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

    private static PkiException Wrong(string what) => new(PkiErrors.CertificateUnreadable, $"The certificate does not keep to RFC 5280: {what}.");
}
