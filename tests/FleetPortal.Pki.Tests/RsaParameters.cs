using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace FleetPortal.Pki.Tests;

/// <summary>An RSA key of given primes, as .NET takes it.</summary>
internal static class RsaParameters
{
    /// <summary>The key of two primes of 1024 bits and the exponent 65537.</summary>
    public static RSAParameters Of(BigInteger p, BigInteger q)
    {
        var (e, one) = (BigInteger.ValueOf(65537), BigInteger.One);
        var d = e.ModInverse(p.Subtract(one).Multiply(q.Subtract(one)));
        return new RSAParameters
        {
            Modulus = p.Multiply(q).ToByteArrayUnsigned(),
            Exponent = e.ToByteArrayUnsigned(),
            P = p.ToByteArrayUnsigned(),
            Q = q.ToByteArrayUnsigned(),
            D = Padded(d, 256),
            DP = Padded(d.Mod(p.Subtract(one)), 128),
            DQ = Padded(d.Mod(q.Subtract(one)), 128),
            InverseQ = Padded(q.ModInverse(p), 128),
        };
    }

    /// <summary>A number in so many octets.</summary>
    public static byte[] Padded(
        BigInteger value, int length) => [.. new byte[length - value.ToByteArrayUnsigned().Length], .. value.ToByteArrayUnsigned()];
}
