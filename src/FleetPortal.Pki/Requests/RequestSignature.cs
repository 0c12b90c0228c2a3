using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X9;

namespace FleetPortal.Pki.Requests;

/// <summary>Verifies that the sender of a request has the private key (RFC 2986 §4.2).</summary>
internal static class RequestSignature
{
    private const string Use = "Use ECDSA or RSA with SHA-256 or better.";

    private static readonly Dictionary<string, (bool IsRsa, HashAlgorithmName Hash)> Algorithms = new(StringComparer.Ordinal)
    {
        [X9ObjectIdentifiers.ECDsaWithSha256.Id] = (false, HashAlgorithmName.SHA256),
        [X9ObjectIdentifiers.ECDsaWithSha384.Id] = (false, HashAlgorithmName.SHA384),
        [X9ObjectIdentifiers.ECDsaWithSha512.Id] = (false, HashAlgorithmName.SHA512),
        [PkcsObjectIdentifiers.Sha256WithRsaEncryption.Id] = (true, HashAlgorithmName.SHA256),
        [PkcsObjectIdentifiers.Sha384WithRsaEncryption.Id] = (true, HashAlgorithmName.SHA384),
        [PkcsObjectIdentifiers.Sha512WithRsaEncryption.Id] = (true, HashAlgorithmName.SHA512),
    };

    /// <summary>Verifies the signature with the public key of the request, whose algorithm and size were checked before.</summary>
    /// <exception cref="PkiException"><c>request-signature</c>, with the cause: the algorithm, an algorithm that does not match the key,
    /// the encoding, or the value.</exception>
    public static void Verify(RequestSyntax request)
    {
        if (!Algorithms.TryGetValue(request.SignatureAlgorithm, out var algorithm))
        {
            throw Wrong($"The request is signed with {request.SignatureAlgorithm}, which is not accepted. {Use}");
        }

        if (!(algorithm.IsRsa ? VerifyRsa(request, algorithm.Hash) : VerifyEcdsa(request, algorithm.Hash)))
        {
            throw Wrong("The request is not signed with the key that it contains, so possession of the key is not proven.");
        }
    }

    private static bool VerifyRsa(RequestSyntax request, HashAlgorithmName hash)
    {
        using var key = RSA.Create();
        Import(() => key.ImportSubjectPublicKeyInfo(request.SubjectPublicKeyInfo, out _), "an RSA signature", "not an RSA key");
        return key.VerifyData(request.Signed.Span, request.Signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static bool VerifyEcdsa(RequestSyntax request, HashAlgorithmName hash)
    {
        using var key = ECDsa.Create();
        Import(() => key.ImportSubjectPublicKeyInfo(request.SubjectPublicKeyInfo, out _), "an ECDSA signature", "not an EC key");

        // RFC 3279 §2.2.3: r and s are positive. Libraries ignore the sign of a negative number, so a signature would have two encodings.
        try
        {
            var reader = new AsnReader(request.Signature, AsnEncodingRules.DER);
            var values = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var (r, s) = (values.ReadInteger(), values.ReadInteger());
            values.ThrowIfNotEmpty();
            if (r.Sign <= 0 || s.Sign <= 0)
            {
                throw Wrong("The ECDSA signature of the request contains a number that is not positive (RFC 3279 §2.2.3).");
            }
        }
        catch (AsnContentException e)
        {
            throw new PkiException(PkiErrors.RequestSignature,
                "The ECDSA signature of the request is not a SEQUENCE of two numbers in DER (RFC 3279 §2.2.3).", e);
        }

        return key.VerifyData(request.Signed.Span, request.Signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static void Import(Action import, string signature, string key)
    {
        try
        {
            import();
        }
        catch (CryptographicException e)
        {
            throw new PkiException(PkiErrors.RequestSignature, $"The request has {signature}, but its key is {key}.", e);
        }
    }

    private static PkiException Wrong(string message) => new(PkiErrors.RequestSignature, message);
}
