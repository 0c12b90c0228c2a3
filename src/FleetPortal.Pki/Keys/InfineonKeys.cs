using Org.BouncyCastle.Math;

namespace FleetPortal.Pki.Keys;

/// <summary>
/// Recognizes RSA keys of the flawed Infineon library (ROCA, CVE-2017-15361; Nemec and others, "The Return of Coppersmith's Attack", §2.1).
/// The modulus of such a key is a power of 65537 modulo every small prime. A sound key matches by chance with a probability of 2^-27.
/// </summary>
internal static class InfineonKeys
{
    private const int Generator = 65537;

    private static readonly (int Prime, bool[] IsPower)[] Fingerprint =
        [.. ((int[])[11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157])
            .Select(prime => (prime, PowersOf(Generator % prime, prime)))];

    /// <summary>Returns whether the modulus has the fingerprint of the library.</summary>
    public static bool Made(
        BigInteger modulus) => Fingerprint.All(test => test.IsPower[modulus.Mod(BigInteger.ValueOf(test.Prime)).IntValue]);

    private static bool[] PowersOf(int generator, int prime)
    {
        var powers = new bool[prime];
        for (var power = 1; !powers[power]; power = power * generator % prime)
        {
            powers[power] = true;
        }

        return powers;
    }
}
