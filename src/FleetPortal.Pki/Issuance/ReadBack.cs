using System.Formats.Asn1;

namespace FleetPortal.Pki.Issuance;

/// <summary>An extension as it stands in a certificate.</summary>
internal readonly record struct ReadExtension(bool Critical, ReadOnlyMemory<byte> Value);

/// <summary>
/// A certificate's fields as System.Formats.Asn1 reads them, by the DER rules: other eyes than BouncyCastle's, which wrote it, and
/// without OpenSSL, which would make a key object of every public key.
/// </summary>
internal sealed class ReadBack
{
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);

    private readonly Dictionary<string, ReadExtension> _extensions = new(StringComparer.Ordinal);

    /// <exception cref="AsnContentException">It is not DER, or not a certificate of version 3 with nothing behind it.</exception>
    public ReadBack(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var tbs = certificate.ReadSequence();
        OuterAlgorithm = certificate.ReadEncodedValue();
        certificate.ReadBitString(out _);
        certificate.ThrowIfNotEmpty();

        var version = tbs.ReadSequence(VersionTag);
        Version = version.TryReadInt32(out var number) ? number + 1 : 0;
        SerialNumber = tbs.ReadIntegerBytes();
        InnerAlgorithm = tbs.ReadEncodedValue();
        Issuer = tbs.ReadEncodedValue();
        var validity = tbs.ReadSequence();
        (NotBefore, NotAfter) = (TimeOf(validity), TimeOf(validity));
        Subject = tbs.ReadEncodedValue();
        SubjectPublicKeyInfo = tbs.ReadEncodedValue();
        var extensions = tbs.ReadSequence(ExtensionsTag).ReadSequence();
        tbs.ThrowIfNotEmpty();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            if (!_extensions.TryAdd(oid, new ReadExtension(critical, extension.ReadOctetString())))
            {
                throw new AsnContentException($"The extension {oid} is there twice.");
            }
        }
    }

    /// <summary>As people count: 3.</summary>
    public int Version { get; }

    public ReadOnlyMemory<byte> SerialNumber { get; }

    public ReadOnlyMemory<byte> InnerAlgorithm { get; }

    public ReadOnlyMemory<byte> OuterAlgorithm { get; }

    public ReadOnlyMemory<byte> Issuer { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public ReadOnlyMemory<byte> Subject { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Whether an extension is there and critical.</summary>
    public bool IsCritical(string oid) => _extensions.TryGetValue(oid, out var extension) && extension.Critical;

    /// <summary>An extension's value; empty where it is missing.</summary>
    public ReadOnlyMemory<byte> Value(string oid) => _extensions.TryGetValue(oid, out var extension) ? extension.Value : default;

    private static DateTimeOffset TimeOf(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
