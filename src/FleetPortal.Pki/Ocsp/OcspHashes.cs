using System.Formats.Asn1;
using System.Security.Cryptography;

namespace FleetPortal.Pki.Ocsp;

/// <summary>Computes the two hashes that identify an issuer in a CertID (RFC 6960 §4.1.1).</summary>
public static class OcspHashes
{
    /// <summary>Returns the hash of the issuer name in DER.</summary>
    public static byte[] OfName(ReadOnlyMemory<byte> name, HashAlgorithmName algorithm) => Hash(name.Span, algorithm);

    /// <summary>Returns the hash of the bits of the issuer's public key, without tag, length and number of unused bits.</summary>
    public static byte[] OfKey(ReadOnlyMemory<byte> subjectPublicKeyInfo, HashAlgorithmName algorithm)
    {
        var info = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        info.ReadEncodedValue();
        return Hash(info.ReadBitString(out _), algorithm);
    }

#pragma warning disable CA5350 // SHA-1 only identifies the issuer, as RFC 5019 §2.1.1 requires; its strength does not matter here.
    private static byte[] Hash(ReadOnlySpan<byte> data, HashAlgorithmName algorithm) => algorithm == HashAlgorithmName.SHA1
        ? SHA1.HashData(data) : SHA256.HashData(data);
#pragma warning restore CA5350
}
