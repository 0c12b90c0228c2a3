using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>The progress of the replacement of an authority.</summary>
/// <param name="Remaining">Things that can connect with certificates of the old authority only.</param>
/// <param name="CanMove">Remaining Things that are enabled and were seen within <see cref="AuthorityQueries.SilentDays"/> days.</param>
/// <param name="Silent">Remaining Things that are enabled and were not seen for that time. They cannot connect after the end of the old
/// authority unless they come back before.</param>
/// <param name="Disabled">Remaining Things that are disabled. They get no new certificate.</param>
/// <param name="Moved">Things with a certificate of the old authority and a newer certificate of another one.</param>
/// <param name="History">The number of remaining Things at the end of each day since the replacement, oldest first; at most 120
/// points.</param>
public sealed record RollOver(string OldId, string NewId, DateTimeOffset Since,
    DateTimeOffset OldEnds, int Remaining, int CanMove, int Silent, int Disabled, int Moved, IReadOnlyList<RollOverPoint> History);

/// <summary>The number of remaining Things at one time.</summary>
public sealed record RollOverPoint(DateTimeOffset At, int Remaining);

/// <summary>Reads authorities. Every public method with an actor needs <see cref="Permission.Read"/>.</summary>
public sealed class AuthorityQueries(Registry registry)
{
    // The status is a literal, not a parameter, so that SQLite can use the partial index of active certificates.
    private static readonly string SelectActiveCounts = $$"""
        SELECT AuthorityKey AS "Key", count(*) AS "Count" FROM Certificates INDEXED BY IX_Certificates_AuthorityKey_NotAfter_ThingKey
        WHERE Status = {{(int)CertificateStatus.Active}} AND AuthorityKey IS NOT NULL AND NotAfter > {0} GROUP BY AuthorityKey
        """;

    /// <summary>A Thing that was not seen for this number of days is not expected to renew by itself.</summary>
    public const int SilentDays = 30;

    /// <summary>Returns every authority: the root, the issuing and the external ones.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AuthorityView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var active = await CountActiveAsync(db, cancellationToken);
        var crls = await db.Set<CrlShardRecord>().Where(x => x.Der != null).GroupBy(x => x.AuthorityKey)
            .Select(group => new { group.Key, This = group.Min(x => x.ThisUpdate), Next = group.Min(x => x.NextUpdate) })
                .ToDictionaryAsync(x => x.Key, cancellationToken);
        var external = await db.Set<ExternalCrlRecord>().Select(x => new { x.AuthorityKey,
            View = new ExternalCrlView(x.Number, x.ThisUpdate, x.NextUpdate, x.ReceivedAt, x.ReceivedFrom, x.Entries, x.Problem) })
            .ToDictionaryAsync(x => x.AuthorityKey, x => x.View, cancellationToken);
        return [.. (await ReadAsync(db, cancellationToken)).Select(row => row.View with
        {
            ActiveCertificates = active.GetValueOrDefault(row.Key),
            ExternalCrl = external.GetValueOrDefault(row.Key),
            CrlThisUpdate = crls.GetValueOrDefault(row.Key)?.This ?? external.GetValueOrDefault(row.Key)?.ThisUpdate,
            CrlNextUpdate = crls.GetValueOrDefault(row.Key)?.Next ?? external.GetValueOrDefault(row.Key)?.NextUpdate,
        })];
    }

    /// <summary>Returns every authority without the counts of certificates and the CRLs. Reads a few rows only.</summary>
    internal static async Task<IReadOnlyList<AuthorityView>> RowsAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(db, cancellationToken)).Select(row => row.View)];

    /// <summary>Returns whether the default issuer can sign now.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<bool> AnySignsAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        return await db.Set<AuthorityRecord>()
            .AnyAsync(x => x.IsDefault && x.Status == AuthorityStatus.Active && x.NotAfter > now, cancellationToken);
    }

    /// <summary>Returns the authorities whose names contain a word, ignoring letter case.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AuthorityView>> NamedAsync(string word, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return [.. (await RowsAsync(db, cancellationToken))
            .Where(authority => authority.Name.Contains(word, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Returns the number of authorities.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<int> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<AuthorityRecord>().CountAsync(cancellationToken);
    }

    /// <summary>Returns one authority; null if it does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<AuthorityView?> FindAsync(string id, Actor actor, CancellationToken cancellationToken) =>
        (await ListAsync(actor, cancellationToken)).FirstOrDefault(authority => authority.Id == id);

    /// <summary>
    /// Returns the certificate of an own authority in DER, for authorityInfoAccess (RFC 5280 §4.2.2.1); null if it does not exist. Needs no
    /// right.
    /// </summary>
    public async Task<byte[]?> FindCertificateAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Set<AuthorityRecord>().Where(x => x.Id == id && (x.Kind == AuthorityKind.Root || x.Kind == AuthorityKind.Issuing))
            .Select(x => x.Der).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Returns the replacements that are in progress: authorities that are still trusted and have a successor.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<RollOver>> RollOversAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var pairs = await db.Set<AuthorityRecord>().Where(x => x.SuccessorKey != null && x.Status == AuthorityStatus.Active)
            .Join(db.Set<AuthorityRecord>(), x => x.SuccessorKey,
                x => x.Key, (old, successor) => new { old.Key, old.Id, old.NotAfter, NewId = successor.Id, Since = successor.CreatedAt })
            .ToListAsync(cancellationToken);
        var rollOvers = new List<RollOver>();
        foreach (var pair in pairs)
        {
            var now = registry.Time.GetUtcNow();
            var heard = now.AddDays(-SilentDays);
            var alone = DependentThings.Of(db, [pair.Key], now);
            var remaining = await alone.CountAsync(cancellationToken);
            var disabled = await alone.CountAsync(x => !x.Enabled, cancellationToken);
            var canMove = await alone.CountAsync(x => x.Enabled && (x.Connected || x.LastSeenAt >= heard), cancellationToken);
            var history = await RollOverHistory.ReadAsync(db, pair.Key, pair.Since, now, remaining, cancellationToken);
            rollOvers.Add(new RollOver(pair.Id, pair.NewId,
                pair.Since, pair.NotAfter, remaining, canMove, remaining - canMove - disabled, disabled, history.Moved, history.Points));
        }

        return rollOvers;
    }

    /// <summary>
    /// Counts the active certificates of each authority. INDEXED BY names the partial index; SQLite would otherwise choose another one and
    /// read a million rows.
    /// </summary>
    private async Task<Dictionary<long, int>> CountActiveAsync(FleetDbContext db, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return await db.Database.SqlQueryRaw<ActiveCount>(SelectActiveCounts, now)
            .ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
    }

    private static async Task<IReadOnlyList<(long Key, AuthorityView View)>> ReadAsync(
        FleetDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Set<AuthorityRecord>().OrderBy(x => x.Key).ToListAsync(cancellationToken);
        var byKey = rows.ToDictionary(row => row.Key);
        var bySubject = rows.ToLookup(row => ExternalAuthority.SubjectKeyOf(row.Der));
        return [.. rows.Select(row => (row.Key, View(row, byKey) with { Warnings =
            [.. row.Kind == AuthorityKind.Registered ? NameWarnings(row, bySubject[ExternalAuthority.SubjectKeyOf(row.Der)]) : []] }))];
    }

    private static AuthorityView View(AuthorityRecord row, Dictionary<long, AuthorityRecord> all) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Kind = row.Kind,
        Status = row.Status,
        StatusChangedAt = row.StatusChangedAt,
        StatusChangedBy = row.StatusChangedBy,
        Known = (row.SessionClosed ?? row.ReconnectRefused ?? row.Crl) is null ? null : new PropagationTimes(PropagationTimes
            .Span(row.SessionClosed), PropagationTimes.Span(row.ReconnectRefused), Ocsp: null, PropagationTimes.Span(row.Crl)),
        ParentId = row.ParentKey is { } parent ? all[parent].Id : null,
        ParentName = row.ParentKey is { } above ? all[above].Name : null,
        SuccessorId = row.SuccessorKey is { } successor ? all[successor].Id : null,
        IsDefaultIssuer = row.IsDefault,
        CreatedAt = row.CreatedAt,
        NotAfter = row.NotAfter,
        KeyStore = row.KeyStore,
        ProofCode = row.ProofCode,
        KeyAlgorithm = CertificateReader.KeyOf(row.Der),
        Der = row.Der,
    };

    /// <summary>
    /// Returns a warning for each other authority with the same subject and another key. RFC 5280 §6.1 allows this, but people and other
    /// software may confuse the two.
    /// </summary>
    private static IEnumerable<string> NameWarnings(AuthorityRecord row, IEnumerable<AuthorityRecord> namesakes) =>
        from other in namesakes
        where other.Key != row.Key && !ExternalAuthority.HaveOneKey(other.Der, row.Der)
        select other.Kind is AuthorityKind.Root or AuthorityKind.Issuing
            ? $"It has the same subject as {other.Name}, an authority of this portal, and another key. Certificates of both work "
                + $"here; other software may confuse them."
            : $"It has the same subject as {other.Name} and another key. Certificates of both work here; other software may confuse them.";

    private sealed record ActiveCount(long Key, int Count);
}
