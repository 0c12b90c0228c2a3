using System.Runtime.CompilerServices;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Audit;

/// <summary>An entry of the audit.</summary>
/// <param name="Actor">The name of the actor. Two people may have the same name.</param>
/// <param name="ActorId">The identifier of the actor: an account or token id, or issuer and subject of an identity provider. Null where the
/// name is unique.</param>
public sealed record AuditEntry(
    long Sequence, DateTimeOffset At, string ActorKind, string Actor,
    string? ActorId, string Action, string TargetKind, string Target, string? ThingName, string Details, string Hash, string PreviousHash);

/// <summary>An entry with the entries before and after it in the hash chain.</summary>
/// <param name="Before">The entry before it; null for the first.</param>
/// <param name="After">The entry after it; null for the newest.</param>
/// <param name="IsUnchanged">Whether the stored hash is the hash of the content, computed now.</param>
public sealed record AuditNeighbours(AuditEntry Entry, AuditEntry? Before, AuditEntry? After, bool IsUnchanged)
{
    /// <summary>Whether the entry is unchanged and both neighbours link to it.</summary>
    public bool Holds => IsUnchanged && (Before is null ? Entry.Sequence == 1 : Entry.PreviousHash == Before.Hash)
        && (After is null || After.PreviousHash == Entry.Hash);
}

/// <summary>Reads the audit. Every public method needs <see cref="Permission.Read"/>.</summary>
public sealed class AuditQueries(Registry registry)
{
    /// <summary>The number of newest entries from which <see cref="RecentActorsAsync"/> takes the names.</summary>
    public const int ActorsFrom = 5000;

    private const int MaxActors = 100;
    private const int ExportedTogether = 1000;

    /// <summary>Returns the newest entries about a Thing, newest first.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AuditEntry>> OfThingAsync(string thingName, int limit, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = await db.Set<AuditRecord>().Where(entry => entry.ThingName == thingName)
            .OrderByDescending(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. records.Select(Show)];
    }

    /// <summary>Returns the entries after a sequence number, oldest first.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AuditEntry>> AfterAsync(long sequence, int limit, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = await db.Set<AuditRecord>()
            .Where(entry => entry.Sequence > sequence).OrderBy(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. records.Select(Show)];
    }

    /// <summary>Returns the entries that a filter selects, newest first. Needs <see cref="Permission.Read"/>.</summary>
    /// <param name="filter">The entries to select.</param>
    /// <param name="before">Only entries with a smaller sequence number; null begins with the newest.</param>
    /// <param name="limit">The maximum number of entries.</param>
    /// <param name="actor">The actor who reads.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="FleetError"><c>audit-filter-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(
        AuditFilter filter, long? before, int limit, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var selected = Select(db, filter);
        var records = await (before is { } below ? selected.Where(entry => entry.Sequence < below) : selected)
            .OrderByDescending(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. records.Select(Show)];
    }

    /// <summary>
    /// Returns an entry with the one before it and the one after it; null if no entry has the number. Needs <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<AuditNeighbours?> FindAsync(long sequence, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = await db.Set<AuditRecord>()
            .Where(entry => entry.Sequence >= sequence - 1 && entry.Sequence <= sequence + 1).ToListAsync(cancellationToken);
        return records.Find(record => record.Sequence == sequence) is { } found
            ? new AuditNeighbours(
                Show(found), records.Where(record => record.Sequence < sequence).Select(Show).FirstOrDefault(),
                records.Where(record => record.Sequence > sequence).Select(Show).FirstOrDefault(),
                AuditChain.Fits(found, found.PreviousHash))
            : null;
    }

    /// <summary>
    /// Returns the names of the actors of the newest <see cref="ActorsFrom"/> entries, for a selection list. Needs
    /// <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<string>> RecentActorsAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<AuditRecord>().OrderByDescending(entry => entry.Sequence).Take(ActorsFrom)
            .Select(entry => entry.ActorName).Distinct().OrderBy(name => name).Take(MaxActors).ToListAsync(cancellationToken);
    }

    /// <summary>Returns the newest entry; null if there is none. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<AuditEntry?> HeadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await ListAsync(new AuditFilter(), null, 1, actor, cancellationToken)) is [var newest] ? newest : null;

    /// <summary>Returns every entry that a filter selects, oldest first, for an export. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>audit-filter-invalid</c>, <c>forbidden</c>.</exception>
    public async IAsyncEnumerable<AuditEntry> ExportAsync(
        AuditFilter filter, Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        for (var last = 0L; ;)
        {
            // Read in parts. A read transaction that a slow client keeps open would prevent the truncation of the write-ahead log.
            await using var db = registry.Read();
            var after = last;
            var records = await Select(db, filter).Where(entry => entry.Sequence > after)
                .OrderBy(entry => entry.Sequence).Take(ExportedTogether).ToListAsync(cancellationToken);
            foreach (var record in records)
            {
                yield return Show(record);
                last = record.Sequence;
            }

            if (records.Count < ExportedTogether)
            {
                yield break;
            }
        }
    }

    /// <summary>Returns the sequence number of the newest entry; 0 if there is none.</summary>
    internal async Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Set<AuditRecord>().MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
    }

    private static IQueryable<AuditRecord> Select(FleetDbContext db, AuditFilter filter)
    {
        filter.Validate();
        IQueryable<AuditRecord> entries = db.Set<AuditRecord>().AsNoTracking();
        if (filter.Actor is { } actor)
        {
            entries = entries.Where(entry => entry.ActorName == actor);
        }

        if (filter.Action is { } action)
        {
            // Compare as a range of text, "certificate." up to but not including "certificate/", so that the text cannot contain wildcards.
            var (from, to) = (action + ".", action + "/");
            entries = entries.Where(entry => entry.Action == action
                || (entry.Action.CompareTo(from) >= 0 && entry.Action.CompareTo(to) < 0));
        }

        if (filter.Target is { } target)
        {
            entries = entries.Where(entry => entry.Target == target || entry.ThingName == target);
        }

        if (filter.From is { } first)
        {
            entries = entries.Where(entry => entry.At >= first);
        }

        return filter.To is { } end ? entries.Where(entry => entry.At < end) : entries;
    }

    private static AuditEntry Show(AuditRecord record) => new(
        record.Sequence, record.At, record.ActorKind,
        record.ActorName, record.ActorId, record.Action, record.TargetKind, record.Target, record.ThingName, record.Details,
        Convert.ToHexStringLower(record.Hash), Convert.ToHexStringLower(record.PreviousHash));
}
