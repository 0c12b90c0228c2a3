using System.Formats.Asn1;

namespace FleetPortal.Pki.Issuance;

/// <summary>An extension of a certificate.</summary>
/// <param name="Value">The content of extnValue.</param>
internal readonly record struct ReadExtension(bool Critical, ReadOnlyMemory<byte> Value);

/// <summary>
/// The fields of a certificate as System.Formats.Asn1 reads them by the DER rules. This is other code than BouncyCastle, which wrote the
/// certificate, and faster than OpenSSL, which creates a key object for every public key.
/// </summary>
internal sealed class ReadBack
{
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);

    private readonly Dictionary<string, ReadExtension> _extensions = new(StringComparer.Ordinal);

    /// <summary>Reads a certificate in DER.</summary>
    /// <exception cref="AsnContentException">It is not DER, not a certificate of version 3, or octets follow it.</exception>
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
                throw new AsnContentException($"The certificate has the extension {oid} twice.");
            }
        }
    }

    /// <summary>The version as people count it: 3.</summary>
    public int Version { get; }

    public ReadOnlyMemory<byte> SerialNumber { get; }

    public ReadOnlyMemory<byte> InnerAlgorithm { get; }

    public ReadOnlyMemory<byte> OuterAlgorithm { get; }

    public ReadOnlyMemory<byte> Issuer { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public ReadOnlyMemory<byte> Subject { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Returns whether the certificate has the extension and it is critical.</summary>
    public bool IsCritical(string oid) => _extensions.TryGetValue(oid, out var extension) && extension.Critical;

    /// <summary>Returns the value of an extension; empty if it is missing.</summary>
    public ReadOnlyMemory<byte> Value(string oid) => _extensions.TryGetValue(oid, out var extension) ? extension.Value : default;

    private static DateTimeOffset TimeOf(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
