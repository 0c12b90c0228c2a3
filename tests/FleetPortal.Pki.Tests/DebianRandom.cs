using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FleetPortal.Pki.Tests;

/// <summary>How a seed file was met: it was read, it was missing before 0.9.8g, or after.</summary>
public enum SeedFile
{
    /// <summary>OpenSSL had read a file ~/.rnd.</summary>
    Read,

    /// <summary>~/.rnd was missing, before 0.9.8g: what <c>stat</c> left in memory was mixed in all the same.</summary>
    MissingBefore,

    /// <summary>~/.rnd was missing, since 0.9.8g.</summary>
    MissingSince,
}

/// <summary>
/// The random numbers of Debian's OpenSSL 0.9.8c-1 to 0.9.8g-8 (CVE-2008-0166): md_rand.c without the line that mixes in what is
/// added, so that only lengths, counters and the process identifier matter.
/// </summary>
/// <param name="wordOctets">sizeof(long): 4 or 8.</param>
internal sealed class DebianRandom(int wordOctets, bool bigEndian, int processId)
{
    private const int PoolOctets = 1023;
    private const int Digest = SHA1.HashSizeInBytes;
    private const int Entropy = 32;
    private readonly byte[] _pool = new byte[PoolOctets + Digest];
    private readonly byte[] _digest = new byte[Digest];
    private int _filled;
    private int _at;
    private long _answers;
    private long _blocks;
    private bool _polled;
    private bool _stirred;

    /// <summary>As <c>openssl genrsa</c> and <c>ecparam</c> begin.</summary>
    public static DebianRandom Seeded(int wordOctets, bool bigEndian, SeedFile seedFile, int processId)
    {
        var random = new DebianRandom(wordOctets, bigEndian, processId);
        if (seedFile != SeedFile.MissingSince)
        {
            // struct stat.
            random.Add(wordOctets == 8 ? 144 : 88);
        }

        if (seedFile == SeedFile.Read)
        {
            random.Add(1024);
        }
        else
        {
            random.Poll();
        }

        return random;
    }

    /// <summary>What bn_rand.c draws: the time is added first.</summary>
    public byte[] Draw(int octets)
    {
        Add(wordOctets);
        return Bytes(octets);
    }

    private void Poll()
    {
        Add(Entropy);
        Add(wordOctets);
        Add(wordOctets);
        Add(wordOctets);
        _polled = true;
    }

    private void Add(int octets)
    {
        var (at, blocks) = (_at, _blocks);
        var digest = _digest.ToArray();
        _at += octets;
        if (_at >= PoolOctets)
        {
            (_at, _filled) = (_at % PoolOctets, PoolOctets);
        }

        _filled = Math.Max(_filled, _at);
        _blocks += (octets + Digest - 1) / Digest;
        for (var done = 0; done < octets; done += Digest)
        {
            var length = Math.Min(Digest, octets - done);
            digest = Hash([.. digest, .. Pool(at, length, PoolOctets), .. Counters(_answers, blocks++)]);
            at = Mix(at, digest.AsSpan(0, length), PoolOctets);
        }

        Xor(_digest, digest);
    }

    private byte[] Bytes(int octets)
    {
        if (!_polled)
        {
            Poll();
        }

        for (var left = _stirred ? 0 : PoolOctets; left > 0; left -= Digest)
        {
            Add(Digest);
        }

        _stirred = true;
        const int Half = Digest / 2;
        var (at, filled, counters, digest) = (_at, _filled, Counters(_answers, _blocks), _digest.ToArray());
        _at += (octets + Half - 1) / Half * Half;
        if (_at > _filled)
        {
            _at %= _filled;
        }

        _answers++;
        var drawn = new List<byte>();
        var first = processId == 0 ? [] : Word(processId, 4);
        while (drawn.Count < octets)
        {
            digest = Hash([.. first, .. digest, .. counters, .. Pool(at, Half, filled)]);
            first = [];
            at = Mix(at, digest.AsSpan(0, Half), filled);
            drawn.AddRange(digest.AsSpan(Half, Math.Min(Half, octets - drawn.Count)));
        }

        Hash([.. counters, .. digest, .. _digest]).CopyTo(_digest, 0);
        return [.. drawn];
    }

    private byte[] Pool(int at, int length, int size) => [.. Enumerable.Range(at, length).Select(index => _pool[index % size])];

    private int Mix(int at, ReadOnlySpan<byte> with, int size)
    {
        foreach (var octet in with)
        {
            // The place may be one behind the end, in the room that md_rand.c has there and never reads; the next is the first.
            _pool[at] ^= octet;
            at = at + 1 < size ? at + 1 : 0;
        }

        return at;
    }

    private byte[] Counters(long answers, long blocks) => [.. Word(answers, wordOctets), .. Word(blocks, wordOctets)];

    private byte[] Word(long value, int octets)
    {
        var word = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(word, value);
        return bigEndian ? [.. word.Take(octets).Reverse()] : word[..octets];
    }

#pragma warning disable CA5350 // The digest of the flawed program, not of ours.
    private static byte[] Hash(ReadOnlySpan<byte> data) => SHA1.HashData(data);
#pragma warning restore CA5350

    private static void Xor(byte[] into, byte[] with)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] ^= with[i];
        }
    }
}
