using System.Formats.Asn1;
using System.Security.Cryptography;

namespace FleetPortal.Pki.Ocsp;

/// <summary>The two hashes by which a CertID names an issuer (RFC 6960 §4.1.1).</summary>
public static class OcspHashes
{
    /// <summary>Over the DER of the issuer's name.</summary>
    public static byte[] OfName(ReadOnlyMemory<byte> name, HashAlgorithmName algorithm) => Hash(name.Span, algorithm);

    /// <summary>Over the bits of the issuer's public key, without tag, length and number of unused bits.</summary>
    public static byte[] OfKey(ReadOnlyMemory<byte> subjectPublicKeyInfo, HashAlgorithmName algorithm)
    {
        var info = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        info.ReadEncodedValue();
        return Hash(info.ReadBitString(out _), algorithm);
    }

#pragma warning disable CA5350 // SHA-1 names the issuer here, as RFC 5019 §2.1.1 demands of clients; nothing rests on its strength.
    private static byte[] Hash(ReadOnlySpan<byte> data, HashAlgorithmName algorithm) => algorithm == HashAlgorithmName.SHA1 ? SHA1.HashData(data) : SHA256.HashData(data);
#pragma warning restore CA5350
}
