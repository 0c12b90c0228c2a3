using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>How far a roll-over has come.</summary>
/// <param name="Remaining">Things that only the old authority lets in.</param>
/// <param name="CanMove">Of these, heard from within <see cref="AuthorityQueries.SilentDays"/> days and enabled.</param>
/// <param name="Silent">Of these, not heard from for that long, and enabled: they strand unless they come back.</param>
/// <param name="Disabled">Of these, disabled: they get nothing new.</param>
/// <param name="Moved">Things that the old authority let in and that have a newer certificate of another.</param>
/// <param name="History">How many remained at the end of each day since the roll-over, oldest first; at most 120 points.</param>
public sealed record RollOver(string OldId, string NewId, DateTimeOffset Since, DateTimeOffset OldEnds, int Remaining, int CanMove, int Silent, int Disabled, int Moved, IReadOnlyList<RollOverPoint> History);

/// <summary>How many Things remained on the old authority.</summary>
public sealed record RollOverPoint(DateTimeOffset At, int Remaining);

/// <summary>Reads authorities.</summary>
public sealed class AuthorityQueries(Registry registry)
{
    // A number in the text and not a parameter: the index holds active certificates only.
    private static readonly string SelectActiveCounts = $$"""
        SELECT AuthorityKey AS "Key", count(*) AS "Count" FROM Certificates INDEXED BY IX_Certificates_AuthorityKey_NotAfter_ThingKey
        WHERE Status = {{(int)CertificateStatus.Active}} AND AuthorityKey IS NOT NULL AND NotAfter > {0} GROUP BY AuthorityKey
        """;

    /// <summary>Who was not heard from for so long is not expected to move by itself.</summary>
    public const int SilentDays = 30;

    /// <summary>Every authority: the root, those under it, those from outside.</summary>
    public async Task<IReadOnlyList<AuthorityView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var active = await CountActiveAsync(db, cancellationToken);
        var crls = await db.Set<CrlShardRecord>().Where(x => x.Der != null).GroupBy(x => x.AuthorityKey)
            .Select(group => new { group.Key, This = group.Min(x => x.ThisUpdate), Next = group.Min(x => x.NextUpdate) }).ToDictionaryAsync(x => x.Key, cancellationToken);
        var external = await db.Set<ExternalCrlRecord>().Select(x => new { x.AuthorityKey, View = new ExternalCrlView(x.Number, x.ThisUpdate, x.NextUpdate, x.ReceivedAt, x.ReceivedFrom, x.Entries, x.Problem) })
            .ToDictionaryAsync(x => x.AuthorityKey, x => x.View, cancellationToken);
        return [.. (await ReadAsync(db, cancellationToken)).Select(row => row.View with
        {
            ActiveCertificates = active.GetValueOrDefault(row.Key),
            ExternalCrl = external.GetValueOrDefault(row.Key),
            CrlThisUpdate = crls.GetValueOrDefault(row.Key)?.This ?? external.GetValueOrDefault(row.Key)?.ThisUpdate,
            CrlNextUpdate = crls.GetValueOrDefault(row.Key)?.Next ?? external.GetValueOrDefault(row.Key)?.NextUpdate,
        })];
    }

    /// <summary>The same without what is counted over the certificates: as cheap as the few rows are.</summary>
    internal static async Task<IReadOnlyList<AuthorityView>> RowsAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(db, cancellationToken)).Select(row => row.View)];

    /// <summary>Whether there is one that signs where nobody chose another.</summary>
    public async Task<bool> AnySignsAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        return await db.Set<AuthorityRecord>().AnyAsync(x => x.IsDefault && x.Status == AuthorityStatus.Active && x.NotAfter > now, cancellationToken);
    }

    /// <summary>Those whose name has a word in it.</summary>
    public async Task<IReadOnlyList<AuthorityView>> NamedAsync(string word, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return [.. (await RowsAsync(db, cancellationToken)).Where(authority => authority.Name.Contains(word, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>How many there are.</summary>
    public async Task<int> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<AuthorityRecord>().CountAsync(cancellationToken);
    }

    /// <summary>One authority, or null.</summary>
    public async Task<AuthorityView?> FindAsync(string id, Actor actor, CancellationToken cancellationToken) =>
        (await ListAsync(actor, cancellationToken)).FirstOrDefault(authority => authority.Id == id);

    /// <summary>DER of one of the portal's own authorities, for everybody (authorityInfoAccess); or null.</summary>
    public async Task<byte[]?> FindCertificateAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Set<AuthorityRecord>().Where(x => x.Id == id && (x.Kind == AuthorityKind.Root || x.Kind == AuthorityKind.Issuing)).Select(x => x.Der).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The roll-overs under way: authorities that are trusted still, and another signs in their stead.</summary>
    public async Task<IReadOnlyList<RollOver>> RollOversAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var pairs = await db.Set<AuthorityRecord>().Where(x => x.SuccessorKey != null && x.Status == AuthorityStatus.Active)
            .Join(db.Set<AuthorityRecord>(), x => x.SuccessorKey, x => x.Key, (old, successor) => new { old.Key, old.Id, old.NotAfter, NewId = successor.Id, Since = successor.CreatedAt })
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
            rollOvers.Add(new RollOver(pair.Id, pair.NewId, pair.Since, pair.NotAfter, remaining, canMove, remaining - canMove - disabled, disabled, history.Moved, history.Points));
        }

        return rollOvers;
    }

    /// <summary>Over the index that has nothing but the active ones of each authority; left to itself SQLite takes another, and looks up a million rows.</summary>
    private async Task<Dictionary<long, int>> CountActiveAsync(FleetDbContext db, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return await db.Database.SqlQueryRaw<ActiveCount>(SelectActiveCounts, now).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
    }

    private static async Task<IReadOnlyList<(long Key, AuthorityView View)>> ReadAsync(FleetDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Set<AuthorityRecord>().OrderBy(x => x.Key).ToListAsync(cancellationToken);
        var byKey = rows.ToDictionary(row => row.Key);
        var bySubject = rows.ToLookup(row => ExternalAuthority.SubjectKeyOf(row.Der));
        return [.. rows.Select(row => (row.Key, View(row, byKey) with { Warnings = [.. row.Kind == AuthorityKind.Registered ? NameWarnings(row, bySubject[ExternalAuthority.SubjectKeyOf(row.Der)]) : []] }))];
    }

    private static AuthorityView View(AuthorityRecord row, Dictionary<long, AuthorityRecord> all) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Kind = row.Kind,
        Status = row.Status,
        StatusChangedAt = row.StatusChangedAt,
        StatusChangedBy = row.StatusChangedBy,
        Known = (row.SessionClosed ?? row.ReconnectRefused ?? row.Crl) is null ? null : new PropagationTimes(PropagationTimes.Span(row.SessionClosed), PropagationTimes.Span(row.ReconnectRefused), Ocsp: null, PropagationTimes.Span(row.Crl)),
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

    /// <summary>Two authorities of one name are allowed (RFC 5280 §6.1), and easily mistaken for one another by people and by other software.</summary>
    private static IEnumerable<string> NameWarnings(AuthorityRecord row, IEnumerable<AuthorityRecord> namesakes) =>
        from other in namesakes
        where other.Key != row.Key && !ExternalAuthority.HaveOneKey(other.Der, row.Der)
        select other.Kind is AuthorityKind.Root or AuthorityKind.Issuing
            ? $"Its subject is that of {other.Name}, an authority of this portal, with another key. Certificates of both work here; other software may confuse them."
            : $"Its subject is that of {other.Name}, with another key. Certificates of both work here; other software may confuse them.";

    private sealed record ActiveCount(long Key, int Count);
}
