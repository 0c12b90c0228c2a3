using System.Formats.Asn1;
using System.Security.Cryptography;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Ocsp;

/// <summary>The CertID of a certificate in an OCSP request (RFC 6960 §4.1.1).</summary>
/// <param name="Encoded">The CertID as it was sent. The response repeats it.</param>
/// <param name="HashAlgorithm">The algorithm of the two hashes; null for an algorithm that the portal does not support.</param>
public sealed record OcspCertificate(
    byte[] Encoded, HashAlgorithmName? HashAlgorithm, byte[] IssuerNameHash, byte[] IssuerKeyHash, SerialNumber SerialNumber);

/// <summary>
/// An OCSPRequest (RFC 6960 §4.1.1), read strictly: one DER value without trailing octets, with a limited number of certificates.
/// </summary>
/// <param name="Nonce">The extnValue of the nonce as it was sent (RFC 9654: a value of 1 to 128 octets); null without one.</param>
public sealed record OcspQuestion(IReadOnlyList<OcspCertificate> Certificates, byte[]? Nonce)
{
    /// <summary>The maximum length of a request, in octets.</summary>
    public const int MaxLength = 16 * 1024;

    // Clients ask for one certificate; a chain of the portal has three.
    private const int MaxCertificates = 8;
    private const int MaxNonce = 128;
    private const string NonceOid = "1.3.6.1.5.5.7.48.1.2";
    private const string Sha1Oid = "1.3.14.3.2.26";
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";

    /// <summary>Reads a request in DER.</summary>
    /// <exception cref="PkiException"><c>ocsp-malformed</c>.</exception>
    public static OcspQuestion Read(ReadOnlyMemory<byte> der)
    {
        if (der.Length > MaxLength)
        {
            throw Malformed($"An OCSP request has at most {MaxLength} octets.");
        }

        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var request = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var tbs = request.ReadSequence();

            // Ignore optionalSignature: responses are public, so the requester does not matter.
            if (request.HasData)
            {
                request.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            }

            request.ThrowIfNotEmpty();
            return ReadToBeSigned(tbs);
        }
        catch (AsnContentException e)
        {
            throw Malformed("This is not an OCSP request in DER.", e);
        }
    }

    private static OcspQuestion ReadToBeSigned(AsnReader tbs)
    {
        SkipOptional(tbs, 0);
        SkipOptional(tbs, 1);
        var list = tbs.ReadSequence();
        var certificates = new List<OcspCertificate>();
        while (list.HasData)
        {
            if (certificates.Count == MaxCertificates)
            {
                throw Malformed($"An OCSP request asks for at most {MaxCertificates} certificates.");
            }

            certificates.Add(ReadCertificate(list.ReadSequence()));
        }

        byte[]? nonce = null;
        if (tbs.HasData)
        {
            var extensions = tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadSequence();
            nonce = ReadNonce(extensions);
        }

        tbs.ThrowIfNotEmpty();
        return certificates.Count > 0
            ? new OcspQuestion(certificates, nonce) : throw Malformed("An OCSP request asks for at least one certificate.");
    }

    private static OcspCertificate ReadCertificate(AsnReader request)
    {
        var encoded = request.PeekEncodedValue().ToArray();
        var id = request.ReadSequence();
        SkipOptional(request, 0);
        request.ThrowIfNotEmpty();
        var algorithm = id.ReadSequence().ReadObjectIdentifier();
        var (nameHash, keyHash) = (id.ReadOctetString(), id.ReadOctetString());
        var serial = id.ReadIntegerBytes().ToArray();
        id.ThrowIfNotEmpty();
        HashAlgorithmName? known = algorithm switch
        {
            Sha1Oid => HashAlgorithmName.SHA1,
            Sha256Oid => HashAlgorithmName.SHA256,
            _ => null,
        };
        return new OcspCertificate(encoded, known, nameHash, keyHash, SerialNumber.FromBigEndian(serial));
    }

    private static byte[]? ReadNonce(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (oid == NonceOid)
            {
                return new AsnReader(value, AsnEncodingRules.DER).ReadOctetString().Length is > 0 and <= MaxNonce
                    ? value : throw Malformed($"A nonce has 1 to {MaxNonce} octets (RFC 9654 §2.1).");
            }

            if (critical)
            {
                throw Malformed($"The extension {oid} is critical and not supported.");
            }
        }

        return null;
    }

    private static void SkipOptional(AsnReader reader, int tag)
    {
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, tag)))
        {
            reader.ReadEncodedValue();
        }
    }

    private static PkiException Malformed(string message, Exception? inner = null) => new(PkiErrors.OcspMalformed, message, inner);
}
