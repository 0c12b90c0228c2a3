using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// Remembers which certificates one set of trusted authorities has validated: a device that connects again presents the same octets. Only
/// trusted results are kept, and only as long as all their authorities are valid. The key is the SHA-256 hash of everything that the client
/// sent. Bounded: at most twice <paramref name="most"/> certificates; those that were not used for longest are forgotten. Thread-safe.
/// </summary>
internal sealed class VerifiedPaths(int most = 50_000)
{
    // Equal results are one object: a fleet has as many paths as authorities, not as many as devices.
    private readonly ConcurrentDictionary<string, ChainVerdict> _verdicts = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<Presented, ChainVerdict> _recent = new();
    private volatile ConcurrentDictionary<Presented, ChainVerdict> _earlier = new();

    /// <summary>Everything that a client sent: the hash of its certificate and of the others, in their order.</summary>
    internal readonly record struct Presented(UInt128 High, UInt128 Low)
    {
        /// <summary>Hashes the certificates, each with its length before it.</summary>
        public static Presented Of(X509Certificate2 certificate, IReadOnlyList<X509Certificate2>? sent)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(hash, certificate);
            foreach (var other in sent ?? [])
            {
                Append(hash, other);
            }

            Span<byte> octets = stackalloc byte[SHA256.HashSizeInBytes];
            hash.GetHashAndReset(octets);
            return new Presented(
                BinaryPrimitives.ReadUInt128BigEndian(octets), BinaryPrimitives.ReadUInt128BigEndian(octets[16..]));
        }

        private static void Append(IncrementalHash hash, X509Certificate2 certificate)
        {
            var der = certificate.RawDataMemory.Span;
            hash.AppendData(BitConverter.GetBytes(der.Length));
            hash.AppendData(der);
        }
    }

    /// <summary>Returns the earlier result for these octets; null if there is none, or if an authority is not valid at that time.</summary>
    public ChainVerdict? Find(Presented presented, DateTimeOffset at)
    {
        if (!_recent.TryGetValue(presented, out var verdict))
        {
            if (!_earlier.TryGetValue(presented, out verdict))
            {
                return null;
            }

            Keep(presented, verdict);
        }

        return at >= verdict.NotBefore && at <= verdict.NotAfter ? verdict : null;
    }

    /// <summary>Remembers a trusted result. Returns the object that stands for it.</summary>
    public ChainVerdict Add(Presented presented, ChainVerdict trusted)
    {
        var path = string.Concat(trusted.Path.Select(der => Convert.ToHexString(SHA256.HashData(der))));
        var shared = _verdicts.GetOrAdd(path, trusted);
        Keep(presented, shared);
        return shared;
    }

    private void Keep(Presented presented, ChainVerdict verdict)
    {
        lock (_turn)
        {
            if (_recent.Count >= most)
            {
                _earlier = _recent;
                _recent = new ConcurrentDictionary<Presented, ChainVerdict>();
                _verdicts.Clear();
            }

            _recent[presented] = verdict;
        }
    }
}
