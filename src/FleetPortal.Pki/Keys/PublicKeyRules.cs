using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;

namespace FleetPortal.Pki.Keys;

/// <summary>
/// The rules for the public key of a device: P-256, P-384, or RSA with 2048 to 4096 bits and an odd exponent of at least 65537 (CA/B BR
/// §6.1.6).
/// </summary>
public static class PublicKeyRules
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 4096;

    /// <summary>Returns the SHA-256 hash of a SubjectPublicKeyInfo. All certificates with the same key have the same hash.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> subjectPublicKeyInfo) => SHA256.HashData(subjectPublicKeyInfo);

    /// <summary>Returns the algorithm of an accepted key, such as "EC P-256" or "RSA 2048".</summary>
    /// <param name="subjectPublicKeyInfo">The public key in DER (RFC 5280 §4.1.2.7).</param>
    /// <exception cref="PkiException"><c>key-weak</c> or <c>key-unsupported</c>, with the reason.</exception>
    public static string Describe(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        try
        {
            var info = SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(subjectPublicKeyInfo.ToArray()));
            var algorithm = info.Algorithm.Algorithm;
            if (algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey))
            {
                return DescribeEc(info);
            }

            if (algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
            {
                // RFC 3279 §2.3.1 requires NULL, so that a key has only one encoding.
                if (info.Algorithm.Parameters is not Asn1Null)
                {
                    throw new PkiException(PkiErrors.KeyUnsupported, "The parameters of an RSA key must be NULL.");
                }

                return DescribeRsa(RsaPublicKeyStructure.GetInstance(info.ParsePublicKey()));
            }
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw new PkiException(PkiErrors.KeyUnsupported, "The public key cannot be read.", e);
        }

        throw new PkiException(PkiErrors.KeyUnsupported,
            "The public key is neither EC nor RSA. Use P-256, P-384 or RSA of at least 2048 bits.");
    }

    private static string DescribeEc(SubjectPublicKeyInfo info)
    {
        // RFC 5480 §2.1.1 requires a named curve. Explicit parameters can describe a curve whose generator an attacker chose
        // (CVE-2020-0601).
        if (info.Algorithm.Parameters is not DerObjectIdentifier curve)
        {
            throw new PkiException(PkiErrors.KeyUnsupported,
                "The EC key contains the parameters of its curve. Use a named curve instead: P-256 or P-384.");
        }

        var (name, octets) = curve.Equals(SecObjectIdentifiers.SecP256r1) ? ("EC P-256", 32)
            : curve.Equals(SecObjectIdentifiers.SecP384r1) ? ("EC P-384", 48)
            : throw new PkiException(PkiErrors.KeyWeak, $"The EC curve {curve.Id} is not accepted. Use P-256 or P-384.");

        // RFC 5480 §2.2: all software must support uncompressed points. A compressed point would be the same key with another hash, so a
        // second Thing could register it.
        var point = info.PublicKey.GetOctets();
        if (point.Length != 1 + (2 * octets) || point[0] != 4)
        {
            throw new PkiException(PkiErrors.KeyUnsupported, $"The public key is not an uncompressed point of {name[3..]}.");
        }

        // SEC 1 §3.2.2.1. A point that is not on the curve has no private key. Libraries that compute with such a point can leak their own
        // key.
        try
        {
            CustomNamedCurves.GetByOid(curve).Curve.DecodePoint(point);
        }
        catch (ArgumentException e)
        {
            throw new PkiException(PkiErrors.KeyUnsupported,
                $"The public key is not a point of the curve {name[3..]}, so it has no private key.", e);
        }

        return DebianKeys.MadePoint(point.AsSpan(1, octets)) ? throw OfDebian() : name;
    }

    private static string DescribeRsa(RsaPublicKeyStructure key)
    {
        var bits = key.Modulus.BitLength;
        if (bits < MinRsaBits)
        {
            throw new PkiException(PkiErrors.KeyWeak, $"The RSA key has {bits} bits. Use at least {MinRsaBits}.");
        }

        if (bits > MaxRsaBits)
        {
            throw new PkiException(PkiErrors.KeyUnsupported, $"The RSA key has {bits} bits. Use at most {MaxRsaBits}.");
        }

        var exponent = key.PublicExponent;
        if (exponent.BitLength < 17 || !exponent.TestBit(0))
        {
            throw new PkiException(PkiErrors.KeyWeak, $"The RSA exponent {exponent} is too small or even. Use 65537.");
        }

        if (DebianKeys.MadeModulus(key.Modulus.ToByteArrayUnsigned()))
        {
            throw OfDebian();
        }

        return InfineonKeys.Made(key.Modulus)
            ? throw new PkiException(PkiErrors.KeyWeak,
                "The RSA key was made by the flawed Infineon library (ROCA, CVE-2017-15361) and can be broken. Make a new key in "
                + "software, or update the chip.")
            : $"RSA {bits}";
    }

    private static PkiException OfDebian() =>
        new(PkiErrors.KeyWeak,
            "The key was made by Debian's flawed OpenSSL of 2006 to 2008 (CVE-2008-0166), and its private key is publicly known. "
            + "Make a new key on another system.");
}
