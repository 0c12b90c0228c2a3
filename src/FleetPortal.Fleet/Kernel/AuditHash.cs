using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The content of an audit entry in the form in which it is hashed.</summary>
/// <param name="Sequence">The sequence number: 1 for the first entry, without gaps.</param>
/// <param name="AtMilliseconds">The time of the entry in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Fields">In this order: actor kind, actor name, action, target kind, target, ThingName, details, and the actor id if the
/// entry has one.</param>
public sealed record AuditContent(long Sequence, long AtMilliseconds, IReadOnlyList<string?> Fields);

/// <summary>
/// Computes the hash that links an entry to the one before it: SHA-256 over the hash of the entry before and the fields of this one. Each
/// field is preceded by its length, so that two different entries never give the same octets.
/// </summary>
public static class AuditHash
{
    /// <summary>The hash before the first entry: 32 zero octets.</summary>
    public static byte[] Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Returns the hash of an entry that follows the hash <paramref name="previous"/>: 32 octets.</summary>
    public static byte[] Of(ReadOnlySpan<byte> previous, AuditContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        AppendNumber(hash, content.Sequence);
        AppendNumber(hash, content.AtMilliseconds);
        foreach (var field in content.Fields)
        {
            // The length -1 marks a missing field, so that it differs from an empty one.
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
