using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Audit;

/// <summary>One line of the audit.</summary>
/// <param name="Actor">The name to show. Two people may have the same.</param>
/// <param name="ActorId">Issuer and subject of a person of an identity provider, or null where the name is unique.</param>
public sealed record AuditEntry(
    long Sequence, DateTimeOffset At, string ActorKind, string Actor, string? ActorId, string Action, string TargetKind, string Target, string? ThingName, string Details, string Hash, string PreviousHash);

/// <summary>Reads the audit.</summary>
public sealed class AuditQueries(Registry registry)
{
    /// <summary>The newest entries about a Thing, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> OfThingAsync(string thingName, int limit, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = await db.Audit.Where(entry => entry.ThingName == thingName)
            .OrderByDescending(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. records.Select(Show)];
    }

    /// <summary>What came after an entry, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AfterAsync(long sequence, int limit, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = await db.Audit.Where(entry => entry.Sequence > sequence).OrderBy(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. records.Select(Show)];
    }

    /// <summary>The sequence number of the newest entry; 0 where there is none.</summary>
    internal async Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Audit.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
    }

    /// <summary>Recomputes every link. Answers the sequence of the first entry that does not fit, or null, and how many were read.</summary>
    public async Task<(long? BrokenAt, long Count)> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var previous = AuditHash.Genesis;
        long count = 0;
        await foreach (var record in db.Audit.OrderBy(entry => entry.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            count++;
            var holds = record.Sequence == count
                && record.PreviousHash.AsSpan().SequenceEqual(previous)
                && record.Hash.AsSpan().SequenceEqual(AuditHash.Of(previous, AuditChain.ContentOf(record)));
            if (!holds)
            {
                return (record.Sequence, count);
            }

            previous = record.Hash;
        }

        return (null, count);
    }

    private static AuditEntry Show(AuditRecord record) => new(
        record.Sequence, record.At, record.ActorKind, record.ActorName, record.ActorId, record.Action, record.TargetKind, record.Target, record.ThingName, record.Details,
        Convert.ToHexStringLower(record.Hash), Convert.ToHexStringLower(record.PreviousHash));
}
