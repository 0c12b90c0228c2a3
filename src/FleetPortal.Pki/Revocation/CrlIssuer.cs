using System.Formats.Asn1;
using System.Numerics;
using FleetPortal.Pki.Issuance;

namespace FleetPortal.Pki.Revocation;

/// <summary>
/// Makes certificate revocation lists (RFC 5280 §5). Entries go straight into the encoder: a list of a million has no
/// object for each of them.
/// </summary>
public static class CrlIssuer
{
    private const string CrlNumberOid = "2.5.29.20";
    private const string ReasonCodeOid = "2.5.29.21";
    private const string IssuingDistributionPointOid = "2.5.29.28";
    private const string AuthorityKeyIdentifierOid = "2.5.29.35";
    private const int Version2 = 1;

    // RFC 5280 §5.1.2.4: UTCTime through 2049, GeneralizedTime from 2050 on.
    private const int FirstGeneralizedYear = 2050;

    /// <summary>Makes and signs a CRL.</summary>
    /// <returns>DER.</returns>
    public static byte[] Issue(IssuingAuthority authority, CrlContent content)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(content);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        WriteToBeSigned(writer, authority, content);
        var tbs = writer.Encode();
        var signature = authority.Key.Sign(tbs);

        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            writer.WriteEncodedValue(authority.Key.SignatureAlgorithm.Span);
            writer.WriteBitString(signature);
        }

        return writer.Encode();
    }

    private static void WriteToBeSigned(AsnWriter writer, IssuingAuthority authority, CrlContent content)
    {
        using var list = writer.PushSequence();
        writer.WriteInteger(Version2);
        writer.WriteEncodedValue(authority.Key.SignatureAlgorithm.Span);
        writer.WriteEncodedValue(authority.Structure.Subject.GetDerEncoded());
        WriteTime(writer, content.ThisUpdate);
        WriteTime(writer, content.NextUpdate);
        WriteEntries(writer, content.Entries);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence())
        {
            WriteAuthorityKeyIdentifier(writer, authority);
            WriteExtension(writer, CrlNumberOid, critical: false, value => value.WriteInteger(content.Number));
            if (content.DistributionPoint is { } address)
            {
                WriteExtension(writer, IssuingDistributionPointOid, critical: true, value => WriteDistributionPoint(value, address));
            }
        }
    }

    /// <summary>revokedCertificates must be absent when there are none (RFC 5280 §5.1.2.6).</summary>
    private static void WriteEntries(AsnWriter writer, IEnumerable<RevokedEntry> entries)
    {
        using var each = entries.GetEnumerator();
        if (!each.MoveNext())
        {
            return;
        }

        using var list = writer.PushSequence();
        do
        {
            using var entry = writer.PushSequence();
            writer.WriteInteger(new BigInteger(each.Current.SerialNumber.ToOctets(), isUnsigned: true, isBigEndian: true));
            WriteTime(writer, each.Current.RevokedAt);
            if (each.Current.Reason is var reason and not CrlReason.Unspecified)
            {
                using var extensions = writer.PushSequence();
                WriteExtension(writer, ReasonCodeOid, critical: false, value => value.WriteEnumeratedValue(reason));
            }
        }
        while (each.MoveNext());
    }

    private static void WriteAuthorityKeyIdentifier(AsnWriter writer, IssuingAuthority authority) =>
        WriteExtension(writer, AuthorityKeyIdentifierOid, critical: false, value =>
        {
            using var sequence = value.PushSequence();
            value.WriteOctetString(authority.KeyIdentifier, new Asn1Tag(TagClass.ContextSpecific, 0));
        });

    /// <summary>distributionPoint [0] { fullName [0] { uniformResourceIdentifier [6] } }, onlyContainsUserCerts [1] TRUE.</summary>
    private static void WriteDistributionPoint(AsnWriter value, string address)
    {
        using var sequence = value.PushSequence();
        using (value.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (value.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            value.WriteCharacterString(UniversalTagNumber.IA5String, address, new Asn1Tag(TagClass.ContextSpecific, 6));
        }

        value.WriteBoolean(true, new Asn1Tag(TagClass.ContextSpecific, 1));
    }

    private static void WriteExtension(AsnWriter writer, string oid, bool critical, Action<AsnWriter> write)
    {
        using var extension = writer.PushSequence();
        writer.WriteObjectIdentifier(oid);
        if (critical)
        {
            writer.WriteBoolean(true);
        }

        using var value = writer.PushOctetString();
        write(writer);
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year >= FirstGeneralizedYear)
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
        else
        {
            writer.WriteUtcTime(time);
        }
    }
}
