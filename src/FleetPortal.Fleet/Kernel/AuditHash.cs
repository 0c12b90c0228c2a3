using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Fleet.Kernel;

/// <summary>What one audit entry says, as it is hashed.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="AtMilliseconds">UTC, since 1970.</param>
/// <param name="Fields">Actor kind, actor, action, target kind, target, Thing, details, and the actor's id where it has one: in this order.</param>
public sealed record AuditContent(long Sequence, long AtMilliseconds, IReadOnlyList<string?> Fields);

/// <summary>
/// The link between an entry and the one before it: SHA-256 over the previous hash and the entry's fields, each with
/// its length before it, so that no two different entries spell the same octets.
/// </summary>
public static class AuditHash
{
    /// <summary>What stands before the first entry: 32 zero octets.</summary>
    public static byte[] Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of an entry after <paramref name="previous"/>. 32 octets.</summary>
    public static byte[] Of(ReadOnlySpan<byte> previous, AuditContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        AppendNumber(hash, content.Sequence);
        AppendNumber(hash, content.AtMilliseconds);
        foreach (var field in content.Fields)
        {
            // -1 for absent: an empty field and a missing one must not look alike.
            var octets = field is null ? [] : Encoding.UTF8.GetBytes(field);
            AppendNumber(hash, field is null ? -1 : octets.Length);
            hash.AppendData(octets);
        }

        return hash.GetHashAndReset();
    }

    private static void AppendNumber(IncrementalHash hash, long number)
    {
        Span<byte> octets = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(octets, number);
        hash.AppendData(octets);
    }
}
