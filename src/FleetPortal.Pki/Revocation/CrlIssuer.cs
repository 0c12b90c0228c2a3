using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Formats.Asn1;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Revocation;

/// <summary>
/// Issues certificate revocation lists (RFC 5280 §5). Entries are written directly to the encoder, so that a list with a million entries
/// needs no object for each of them.
/// </summary>
public static class CrlIssuer
{
    private const string CrlNumberOid = "2.5.29.20";
    private const string ReasonCodeOid = "2.5.29.21";
    private const string IssuingDistributionPointOid = "2.5.29.28";
    private const string AuthorityKeyIdentifierOid = "2.5.29.35";
    private const int Version2 = 1;

    // The maximum length of a CRL without its entries, in octets.
    private const int Margin = 8192;

    // RFC 5280 §5.1.2.4: UTCTime through 2049, GeneralizedTime from 2050 on.
    private const int FirstGeneralizedYear = 2050;

    private static readonly FrozenDictionary<CrlReason, byte[]> _reasons = Enum.GetValues<CrlReason>()
        .ToFrozenDictionary(reason => reason, ReasonAlone);

    /// <summary>Encodes and signs a CRL.</summary>
    /// <returns>The CRL in DER.</returns>
    public static byte[] Issue(IssuingAuthority authority, CrlContent content)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(content);
        var entries = EncodeEntries(content.Entries);

        // Reserve the whole buffer. AsnWriter grows by a kilobyte at a time, which would take a hundred seconds for a million entries.
        var writer = new AsnWriter(AsnEncodingRules.DER, entries.Length + Margin);
        WriteToBeSigned(writer, authority, content, entries);
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

    private static void WriteToBeSigned(AsnWriter writer, IssuingAuthority authority, CrlContent content, ReadOnlySpan<byte> entries)
    {
        using var list = writer.PushSequence();
        writer.WriteInteger(Version2);
        writer.WriteEncodedValue(authority.Key.SignatureAlgorithm.Span);
        writer.WriteEncodedValue(authority.Structure.Subject.GetDerEncoded());
        WriteTime(writer, content.ThisUpdate);
        WriteTime(writer, content.NextUpdate);
        if (entries.Length > 0)
        {
            writer.WriteEncodedValue(entries);
        }

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

    /// <summary>
    /// Returns revokedCertificates as one SEQUENCE. Empty without entries, because the field must then be absent (RFC 5280 §5.1.2.6).
    /// </summary>
    private static ReadOnlySpan<byte> EncodeEntries(IEnumerable<RevokedEntry> entries)
    {
        var content = new ArrayBufferWriter<byte>();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        foreach (var each in entries)
        {
            writer.Reset();
            WriteEntry(writer, each);
            content.Advance(writer.Encode(content.GetSpan(writer.GetEncodedLength())));
        }

        return content.WrittenCount == 0 ? [] : Sequence(content.WrittenSpan);
    }

    private static void WriteEntry(AsnWriter writer, RevokedEntry revoked)
    {
        using var entry = writer.PushSequence();
        Span<byte> serial = stackalloc byte[SerialNumber.MaxOctets];
        writer.WriteIntegerUnsigned(revoked.SerialNumber.WriteOctets(serial));
        WriteTime(writer, revoked.RevokedAt);
        if (revoked.Reason != CrlReason.Unspecified)
        {
            writer.WriteEncodedValue(_reasons[revoked.Reason]);
        }
    }

    /// <summary>
    /// Returns crlEntryExtensions with a reason only (RFC 5280 §5.3.1). There are only eight different values, so they are encoded once.
    /// </summary>
    private static byte[] ReasonAlone(CrlReason reason)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteExtension(writer, ReasonCodeOid, critical: false, value => value.WriteEnumeratedValue(reason));
        }

        return writer.Encode();
    }

    /// <summary>Returns a SEQUENCE with a definite length (X.690 §8.1.3.5), with one copy of the content.</summary>
    private static byte[] Sequence(ReadOnlySpan<byte> content)
    {
        const byte tag = 0x30;
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        var digits = length.TrimStart((byte)0);
        byte[] header = content.Length < 128 ? [tag, (byte)content.Length] : [tag, (byte)(0x80 | digits.Length), .. digits];
        var sequence = new byte[header.Length + content.Length];
        header.CopyTo(sequence, 0);
        content.CopyTo(sequence.AsSpan(header.Length));
        return sequence;
    }

    private static void WriteAuthorityKeyIdentifier(AsnWriter writer, IssuingAuthority authority) =>
        WriteExtension(writer, AuthorityKeyIdentifierOid, critical: false, value =>
        {
            using var sequence = value.PushSequence();
            value.WriteOctetString(authority.KeyIdentifier, new Asn1Tag(TagClass.ContextSpecific, 0));
        });

    /// <summary>
    /// Writes distributionPoint [0] { fullName [0] { uniformResourceIdentifier [6] } }, onlyContainsUserCerts [1] TRUE (RFC 5280 §5.2.5).
    /// </summary>
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
