using System.Formats.Asn1;
using System.Security.Cryptography;

namespace FleetPortal.Pki.Requests;

/// <summary>An extension that a request asks for.</summary>
internal sealed record RequestedExtension(string Oid, bool Critical, byte[] Value);

/// <summary>
/// The fields of a PKCS#10 request (RFC 2986 §4), each read as DER. Two deviations of common tools are accepted, because the signature
/// covers the octets as they were sent: missing attributes (RFC 2986 does not allow this; BouncyCastle writes it), and unsorted members of
/// a SET OF (X.690 §11.6; strongSwan and node-forge do not sort).
/// </summary>
internal sealed class RequestSyntax
{
    private const string ExtensionRequest = "1.2.840.113549.1.9.14";
    private const int MaxAttributes = 16;

    private static readonly Asn1Tag AttributesTag = new(TagClass.ContextSpecific, 0);
    private static readonly AsnReaderOptions Unsorted = new() { SkipSetSortOrderVerification = true };

    private RequestSyntax()
    {
    }

    /// <summary>The CertificationRequestInfo as it was signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>The subject: a Name in DER.</summary>
    public required byte[] Subject { get; init; }

    /// <summary>The public key in DER.</summary>
    public required byte[] SubjectPublicKeyInfo { get; init; }

    /// <summary>The extensions of all extensionRequest attributes, in order.</summary>
    public required IReadOnlyList<RequestedExtension> Extensions { get; init; }

    /// <summary>The object identifier of the signature algorithm.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>The octets of the signature.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>Returns a reader of one field, by the DER rules but with sets in any order.</summary>
    public static AsnReader Reader(ReadOnlyMemory<byte> der) => new(der, AsnEncodingRules.DER, Unsorted);

    /// <summary>Reads a request. Verifies neither its signature nor its content.</summary>
    /// <exception cref="PkiException"><c>request-unreadable</c>, with the field.</exception>
    public static RequestSyntax Read(byte[] der)
    {
        var request = Field("request", () =>
        {
            var reader = Reader(der);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            return sequence;
        });
        var signed = Field("certificationRequestInfo", () => request.ReadEncodedValue());
        var info = Field("certificationRequestInfo", () => Reader(signed).ReadSequence());
        if (Field("version", () => info.ReadInteger()) != 0)
        {
            throw Unreadable("Its version must be 0, which is v1 (RFC 2986 §4.1).");
        }

        var subject = Field("subject", () => info.ReadEncodedValue()).ToArray();
        var key = Field("subjectPKInfo", () => info.ReadEncodedValue()).ToArray();
        var extensions = Field("attributes", () => Attributes(info));
        return new RequestSyntax
        {
            Signed = signed,
            Subject = subject,
            SubjectPublicKeyInfo = key,
            Extensions = extensions,
            SignatureAlgorithm = Field("signatureAlgorithm", () => request.ReadSequence().ReadObjectIdentifier()),
            Signature = Field("signature", () =>
            {
                var signature = request.ReadBitString(out var unused);
                request.ThrowIfNotEmpty();
                return unused == 0 ? signature : throw new AsnContentException();
            }),
        };
    }

    private static List<RequestedExtension> Attributes(AsnReader info)
    {
        var extensions = new List<RequestedExtension>();
        if (!info.HasData)
        {
            return extensions;
        }

        var attributes = info.ReadSetOf(skipSortOrderValidation: true, AttributesTag);
        info.ThrowIfNotEmpty();
        for (var count = 0; attributes.HasData; count++)
        {
            var attribute = attributes.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf(skipSortOrderValidation: true);
            attribute.ThrowIfNotEmpty();
            if (count >= MaxAttributes)
            {
                throw Unreadable($"It has more than {MaxAttributes} attributes.");
            }

            while (oid == ExtensionRequest && values.HasData)
            {
                AddExtensions(values.ReadSequence(), extensions);
            }
        }

        return extensions;
    }

    private static void AddExtensions(AsnReader sequence, List<RequestedExtension> extensions)
    {
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            extensions.Add(new RequestedExtension(oid, critical, extension.ReadOctetString()));
            extension.ThrowIfNotEmpty();
        }
    }

    private static T Field<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new PkiException(PkiErrors.RequestUnreadable,
                $"This is not a PKCS#10 certification request in DER: its {name} cannot be read (RFC 2986 §4, X.690 §10).", e);
        }
    }

    private static PkiException Unreadable(
        string message) => new(PkiErrors.RequestUnreadable, $"The certification request cannot be read. {message}");
}
