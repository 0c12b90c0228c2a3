using Org.BouncyCastle.Math;

namespace FleetPortal.Pki.Tests;

/// <summary>Makes a key as OpenSSL 0.9.8 made it from its random numbers (bn_prime.c, rsa_gen.c, ec_key.c).</summary>
internal static class DebianKeyMaker
{
    private static readonly BigInteger _exponent = BigInteger.ValueOf(65537);
    private static readonly int[] _smallPrimes = [.. Primes().Take(2048)];

    /// <summary>The primes of an RSA key of 2048 bits, in the order in which they were found.</summary>
    public static (BigInteger P, BigInteger Q) Rsa2048(DebianRandom random) => (PrimeOfRsa(random), PrimeOfRsa(random));

    /// <summary>The private scalar of an EC key.</summary>
    public static BigInteger Scalar(DebianRandom random, BigInteger order) => Below(random, order);

    private static BigInteger PrimeOfRsa(DebianRandom random)
    {
        while (true)
        {
            var prime = Prime(random, 1024);
            if (prime.Subtract(BigInteger.One).Gcd(_exponent).Equals(BigInteger.One))
            {
                return prime;
            }
        }
    }

    private static BigInteger Prime(DebianRandom random, int bits)
    {
        while (true)
        {
            var candidate = Candidate(random, bits);
            if (IsPrime(random, candidate))
            {
                return candidate;
            }
        }
    }

    // The first from a random odd start on for which neither it nor one less has a small factor.
    private static BigInteger Candidate(DebianRandom random, int bits)
    {
        while (true)
        {
            var octets = random.Draw(bits / 8);
            octets[0] |= 0xC0;
            octets[^1] |= 1;
            var start = new BigInteger(1, octets);
            var remainders = _smallPrimes.Skip(1).Select(prime => start.Mod(BigInteger.ValueOf(prime)).IntValue).ToArray();
            var delta = 0;
            while (remainders.Where((remainder, index) => (remainder + delta) % _smallPrimes[index + 1] <= 1).Any())
            {
                delta += 2;
            }

            var found = start.Add(BigInteger.ValueOf(delta));
            if (found.BitLength == bits)
            {
                return found;
            }
        }
    }

    // Miller and Rabin's test with three random witnesses, as for numbers of 850 to 1299 bits.
    private static bool IsPrime(DebianRandom random, BigInteger number)
    {
        var less = number.Subtract(BigInteger.One);
        var twos = less.GetLowestSetBit();
        var odd = less.ShiftRight(twos);
        return Enumerable.Range(0, 3).All(_ => Witnesses(Below(random, less).Add(BigInteger.One)));

        bool Witnesses(BigInteger witness)
        {
            var power = witness.ModPow(odd, number);
            if (power.Equals(BigInteger.One) || power.Equals(less))
            {
                return true;
            }

            for (var i = 1; i < twos; i++)
            {
                power = power.Multiply(power).Mod(number);
                if (power.Equals(less))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static BigInteger Below(DebianRandom random, BigInteger limit)
    {
        while (true)
        {
            var drawn = new BigInteger(1, random.Draw(limit.BitLength / 8));
            if (drawn.CompareTo(limit) < 0)
            {
                return drawn;
            }
        }
    }

    private static IEnumerable<int> Primes() => Enumerable.Range(2, int.MaxValue - 2)
        .Where(number => Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(number) - 1)).All(divisor => number % divisor != 0));
}
