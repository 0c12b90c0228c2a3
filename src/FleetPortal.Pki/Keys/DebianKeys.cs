using System.Security.Cryptography;

namespace FleetPortal.Pki.Keys;

/// <summary>
/// Recognises keys of Debian's flawed OpenSSL (CVE-2008-0166): its random numbers depended on nothing but the process identifier,
/// so that everybody can make every key it ever made. The lists beside this file hold the keys that <c>openssl genrsa</c>,
/// <c>req</c> and <c>ecparam</c> made with 32,768 process identifiers, with words of 4 and 8 octets, either end first, with a seed
/// file and without (before and after 0.9.8g).
/// </summary>
/// <remarks>A list is the sorted first six octets of SHA-256 of each modulus or x coordinate (big-endian, unsigned): a sound key is mistaken for one of them once in 10^9.</remarks>
internal static class DebianKeys
{
    private const int PrefixOctets = 6;

    // Three lists of some 1.8 MB each, read when the first key of their kind is seen.
    private static readonly Lazy<byte[]> _rsa2048 = new(() => ListOf("rsa-2048"));
    private static readonly Lazy<byte[]> _p256 = new(() => ListOf("ec-p256"));
    private static readonly Lazy<byte[]> _p384 = new(() => ListOf("ec-p384"));

    /// <summary>Whether it made a key with this modulus. Moduli of other than 2048 bits are not known.</summary>
    /// <param name="modulus">Big-endian, without leading zeroes.</param>
    public static bool MadeModulus(ReadOnlySpan<byte> modulus) => modulus.Length == 256 && Holds(_rsa2048.Value, modulus);

    /// <summary>Whether it made a key with this x coordinate on P-256 or P-384.</summary>
    /// <param name="x">Big-endian, as long as the field.</param>
    public static bool MadePoint(ReadOnlySpan<byte> x) => x.Length == 32 ? Holds(_p256.Value, x) : x.Length == 48 && Holds(_p384.Value, x);

    private static bool Holds(ReadOnlySpan<byte> list, ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        var wanted = hash[..PrefixOctets];
        var (low, high) = (0, (list.Length / PrefixOctets) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = list.Slice(middle * PrefixOctets, PrefixOctets).SequenceCompareTo(wanted);
            if (order == 0)
            {
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    private static byte[] ListOf(string name)
    {
        using var stream = typeof(DebianKeys).Assembly.GetManifestResourceStream($"debian-weak-keys/{name}")!;
        var list = new byte[stream.Length];
        stream.ReadExactly(list);
        return list;
    }
}
