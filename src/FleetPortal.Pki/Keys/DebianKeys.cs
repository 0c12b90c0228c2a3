using System.Security.Cryptography;

namespace FleetPortal.Pki.Keys;

/// <summary>
/// Recognizes keys of Debian's flawed OpenSSL (CVE-2008-0166). Its random numbers depended on the process identifier only, so anybody can
/// compute every key that it ever made. The lists beside this file contain the keys that <c>openssl genrsa</c>, <c>req</c> and
/// <c>ecparam</c> made with 32,768 process identifiers, for word sizes of 4 and 8 octets, both byte orders, with and without a seed file
/// (before and after 0.9.8g).
/// </summary>
/// <remarks>
/// A list contains the first six octets of the SHA-256 hash of each modulus or x coordinate (big-endian, unsigned), sorted. The probability
/// that a sound key matches by chance is about 10^-9.
/// </remarks>
internal static class DebianKeys
{
    private const int PrefixOctets = 6;

    // Three lists of about 1.8 MB each. A list is read when the first key of its kind is checked.
    private static readonly Lazy<byte[]> _rsa2048 = new(() => ListOf("rsa-2048"));
    private static readonly Lazy<byte[]> _p256 = new(() => ListOf("ec-p256"));
    private static readonly Lazy<byte[]> _p384 = new(() => ListOf("ec-p384"));

    /// <summary>Returns whether the flawed OpenSSL made a key with this modulus. Only moduli of 2048 bits are in the list.</summary>
    /// <param name="modulus">The modulus, big-endian, without leading zeros.</param>
    public static bool MadeModulus(ReadOnlySpan<byte> modulus) => modulus.Length == 256 && Holds(_rsa2048.Value, modulus);

    /// <summary>Returns whether the flawed OpenSSL made a key with this x coordinate on P-256 or P-384.</summary>
    /// <param name="x">The coordinate, big-endian, as long as the field.</param>
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
