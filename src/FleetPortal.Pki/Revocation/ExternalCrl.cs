using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Requests;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Revocation;

/// <summary>An entry of the CRL of an external authority.</summary>
/// <param name="SerialNumber">The serial number in the form in which the registry stores it.</param>
/// <param name="RevokedAt">The time of the revocation, from the CRL.</param>
/// <param name="Reason">The CRLReason (RFC 5280 §5.3.1); unspecified if the entry has none.</param>
public readonly record struct ExternalCrlEntry(string SerialNumber, DateTimeOffset RevokedAt, CrlReason Reason);

/// <summary>
/// The CRL of an external authority, after it was verified: signed by that authority, complete for its certificates, and not from the
/// future. Entries are read one by one and not kept, because a CRL may have hundreds of thousands.
/// </summary>
public sealed class ExternalCrl
{
    /// <summary>The maximum length of a CRL in octets: about 400,000 entries.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const string CrlNumber = "2.5.29.20";
    private const string ReasonCode = "2.5.29.21";
    private const string DeltaIndicator = "2.5.29.27";
    private const string IssuingDistributionPoint = "2.5.29.28";
    private const string CertificateIssuer = "2.5.29.29";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const string PemLabel = "X509 CRL";
    private const int MaxNumberOctets = 20;

    // The allowed difference between two clocks.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0);

    private readonly ReadOnlyMemory<byte> _entries;

    private ExternalCrl(byte[] der, string? number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, ReadOnlyMemory<byte> entries) =>
        (Der, Number, ThisUpdate, NextUpdate, _entries) = (der, number, thisUpdate, nextUpdate, entries);

    /// <summary>The CRL in DER.</summary>
    public byte[] Der { get; }

    /// <summary>The cRLNumber (RFC 5280 §5.2.3) in lower-case hexadecimal without leading zeros; null without one.</summary>
    public string? Number { get; }

    /// <summary>The time of issuance.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>The time before which the next CRL is due.</summary>
    public DateTimeOffset NextUpdate { get; }

    /// <summary>The entries, in the order of the CRL.</summary>
    public IEnumerable<ExternalCrlEntry> Entries
    {
        get
        {
            var reader = new AsnReader(_entries, AsnEncodingRules.DER);
            while (reader.HasData)
            {
                yield return ReadEntry(reader.ReadSequence());
            }
        }
    }

    /// <summary>Reads a CRL and verifies it.</summary>
    /// <param name="octets">The CRL in DER or PEM.</param>
    /// <param name="authorityDer">The certificate of the authority in DER.</param>
    /// <exception cref="PkiException">
    /// <c>crl-unreadable</c>, <c>crl-too-long</c>, <c>crl-other-authority</c>, <c>crl-signature</c>, <c>crl-not-yet-valid</c>,
    /// <c>crl-unsupported</c> (delta,
    /// indirect, or for some certificates or reasons only).
    /// </exception>
    public static ExternalCrl Read(byte[] octets, byte[] authorityDer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(octets);
        if (octets.Length > MaxLength)
        {
            throw new PkiException(PkiErrors.CrlTooLong, $"The CRL is longer than {MaxLength / 1024 / 1024} MiB.");
        }

        var der = DerOf(octets);
        try
        {
            return ReadDer(der, authorityDer, now);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or OverflowException or ArgumentException)
        {
            throw new PkiException(PkiErrors.CrlUnreadable, "This is not a CRL (RFC 5280 §5.1).", e);
        }
    }

    /// <summary>Reads a CRL that was verified before it was stored.</summary>
    public static ExternalCrl Stored(byte[] der)
    {
        var (tbs, _, _) = Open(der);
        return Fields(der, tbs);
    }

    /// <summary>
    /// Returns whether this CRL is newer than another one of the same authority (RFC 5280 §5.2.3: the number only rises).
    /// </summary>
    public bool IsNewerThan(string? number, DateTimeOffset thisUpdate) =>
        ThisUpdate >= thisUpdate && (Number is null || number is null ? ThisUpdate > thisUpdate : ValueOf(Number) > ValueOf(number));

    private static BigInteger ValueOf(
        string hex) => BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte[] DerOf(byte[] octets)
    {
        if (octets.Length > 0 && octets[0] == 0x30)
        {
            return octets;
        }

        var text = Encoding.ASCII.GetString(octets);
        return PemEncoding.TryFind(text, out var fields) && text[fields.Label] == PemLabel
            ? Convert.FromBase64String(text[fields.Base64Data])
            : throw new PkiException(PkiErrors.CrlUnreadable, "This is neither a CRL in DER nor one in PEM (-----BEGIN X509 CRL-----).");
    }

    private static ExternalCrl ReadDer(byte[] der, byte[] authorityDer, DateTimeOffset now)
    {
        var (tbs, algorithm, signature) = Open(der);
        using var authority = X509CertificateLoader.LoadCertificate(authorityDer);
        var crl = Fields(der, tbs, algorithm, authority);
        if (authority.Extensions.OfType<X509KeyUsageExtension>().Any(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
            || !Holds(authority, algorithm, tbs, signature))
        {
            throw new PkiException(PkiErrors.CrlSignature,
                "The CRL is not signed by this authority, or its keyUsage does not allow it to sign CRLs (cRLSign).");
        }

        // Read all entries once, so that only readable CRLs are stored.
        _ = crl.Entries.Count();
        return crl.ThisUpdate <= now + Tolerance
            ? crl
            : throw new PkiException(PkiErrors.CrlNotYetValid,
                $"The CRL is valid from {crl.ThisUpdate:yyyy-MM-ddTHH:mm:ssZ} on. Compare the clocks of the portal and of the authority.");
    }

    private static (ReadOnlyMemory<byte> Tbs, string Algorithm, byte[] Signature) Open(byte[] der)
    {
        var whole = new AsnReader(der, AsnEncodingRules.DER);
        var list = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        var tbs = list.ReadEncodedValue();
        var algorithm = list.ReadSequence().ReadObjectIdentifier();
        var signature = list.ReadBitString(out _);
        list.ThrowIfNotEmpty();
        return (tbs, algorithm, signature);
    }

    /// <param name="algorithm">The algorithm outside the signed part, which must be the same; null to skip this check.</param>
    /// <param name="authority">The authority that must be the issuer; null to skip this check.</param>
    private static ExternalCrl Fields(byte[] der, ReadOnlyMemory<byte> tbs, string? algorithm = null, X509Certificate2? authority = null)
    {
        var reader = new AsnReader(tbs, AsnEncodingRules.DER).ReadSequence();
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            reader.ReadIntegerBytes();
        }

        var inner = reader.ReadSequence().ReadObjectIdentifier();
        if (algorithm is not null && (inner != algorithm || !SignatureAlgorithms.Counts(algorithm)))
        {
            throw new PkiException(PkiErrors.CrlSignature,
                $"The CRL is signed with {algorithm}, which is not accepted. Use ECDSA or RSA with SHA-256 or better.");
        }

        var issuer = new X500DistinguishedName(reader.ReadEncodedValue().Span);
        if (authority is not null && !ExternalAuthority.AreOneName(issuer.RawData, authority.SubjectName.RawData))
        {
            throw new PkiException(PkiErrors.CrlOtherAuthority,
                $"The issuer of the CRL is {issuer.Name}, not {authority.SubjectName.Name}.");
        }

        var thisUpdate = ReadTime(reader);
        if (!reader.HasData
            || !(reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime)))
        {
            throw new PkiException(PkiErrors.CrlUnreadable, "The CRL has no nextUpdate (RFC 5280 §5.1.2.5).");
        }

        var nextUpdate = ReadTime(reader);
        var entries = reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? reader.ReadEncodedValue() : default;
        var number = reader.HasData ? ReadExtensions(reader.ReadSequence(ExtensionsTag).ReadSequence()) : null;
        reader.ThrowIfNotEmpty();
        return new ExternalCrl(der,
            number, thisUpdate, nextUpdate, entries.IsEmpty ? default : new AsnReader(entries, AsnEncodingRules.DER).PeekContentBytes());
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    /// <returns>The cRLNumber; null without one.</returns>
    private static string? ReadExtensions(AsnReader extensions)
    {
        string? number = null;
        while (extensions.HasData)
        {
            var (oid, critical, value) = ReadExtension(extensions);
            switch (oid)
            {
                case CrlNumber:
                    var octets = new AsnReader(value, AsnEncodingRules.DER).ReadIntegerBytes();
                    number = octets.Length <= MaxNumberOctets + 1 && octets.Span[0] < 0x80
                        ? Convert.ToHexStringLower(octets.Span).TrimStart('0').PadLeft(1, '0')
                        : throw Unsupported("its number is negative or longer than 20 octets");
                    break;
                case DeltaIndicator:
                    throw Unsupported("it is a delta CRL, which contains only changes. Give the complete CRL");
                case IssuingDistributionPoint:
                    RequireComplete(new AsnReader(value, AsnEncodingRules.DER).ReadSequence());
                    break;
                case AuthorityKeyIdentifier:
                    break;
                default:
                    if (critical)
                    {
                        throw Unsupported($"its critical extension {oid} is not supported");
                    }

                    break;
            }
        }

        return number;
    }

    /// <summary>
    /// Checks that issuingDistributionPoint (RFC 5280 §5.2.5) excludes no certificates of devices. A name, or "user certificates only",
    /// excludes none.
    /// </summary>
    private static void RequireComplete(AsnReader point)
    {
        while (point.HasData)
        {
            var tag = point.PeekTag();
            point.ReadEncodedValue();
            _ = tag.TagValue switch
            {
                0 or 1 => true,
                2 => throw Unsupported("it covers certificates of authorities only"),
                3 => throw Unsupported("it covers some reasons only"),
                4 => throw Unsupported("it is indirect: it covers certificates of other authorities"),
                _ => throw Unsupported("it does not cover the certificates of devices"),
            };
        }
    }

    private static ExternalCrlEntry ReadEntry(AsnReader entry)
    {
        var serial = SerialNumber.FromBigEndian(entry.ReadIntegerBytes().ToArray()).ToString();
        var (at, reason) = (ReadTime(entry), CrlReason.Unspecified);
        var extensions = entry.HasData ? entry.ReadSequence() : null;
        while (extensions is { HasData: true })
        {
            var (oid, critical, value) = ReadExtension(extensions);
            if (oid == ReasonCode)
            {
                var code = (CrlReason)new AsnReader(value, AsnEncodingRules.DER).ReadEnumeratedBytes().Span[^1];
                reason = Enum.IsDefined(code) ? code : CrlReason.Unspecified;
            }
            else if (oid == CertificateIssuer)
            {
                throw Unsupported("it is indirect: it covers certificates of other authorities");
            }
            else if (critical)
            {
                throw Unsupported($"the critical extension {oid} of an entry is not supported");
            }
        }

        return new ExternalCrlEntry(serial, at, reason);
    }

    private static (string Oid, bool Critical, ReadOnlyMemory<byte> Value) ReadExtension(AsnReader extensions)
    {
        var extension = extensions.ReadSequence();
        var oid = extension.ReadObjectIdentifier();
        var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
        return (oid, critical, extension.ReadOctetString());
    }

    private static bool Holds(X509Certificate2 authority, string algorithm, ReadOnlyMemory<byte> tbs, byte[] signature)
    {
        var hash = SignatureAlgorithms.HashOf(algorithm);
        using var ec = authority.GetECDsaPublicKey();
        using var rsa = ec is null ? authority.GetRSAPublicKey() : null;
        return SignatureAlgorithms.IsEcdsa(algorithm)
            ? ec?.VerifyData(tbs.Span, signature, hash, DSASignatureFormat.Rfc3279DerSequence) ?? false
            : rsa?.VerifyData(tbs.Span, signature, hash, RSASignaturePadding.Pkcs1) ?? false;
    }

    private static PkiException Unsupported(string why) => new(PkiErrors.CrlUnsupported, $"The CRL cannot be used: {why}.");
}
