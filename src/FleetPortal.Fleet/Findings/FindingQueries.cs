using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings;

/// <summary>One page of a list of findings.</summary>
/// <param name="Total">The number of all findings that match.</param>
public sealed record FindingPage(IReadOnlyList<FindingRow> Items, int Total);

/// <summary>How many findings wait.</summary>
/// <param name="Open">Findings that nobody has dealt with.</param>
/// <param name="Contained">Findings that are contained and wait to be resolved.</param>
/// <param name="Worst">The worst severity of the open ones; null if none is open.</param>
public sealed record FindingCounts(int Open, int Contained, FindingSeverity? Worst);

/// <summary>Reads findings. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class FindingQueries(Registry registry)
{
    /// <summary>Returns a window of the list: open ones first, then by severity, then the one that was seen last.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<FindingPage> ListAsync(FindingQuery query, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var findings = Filter(db, query);
        var total = await findings.CountAsync(cancellationToken);
        var rows = take == 0 ? [] : await findings.OrderBy(x => x.State).ThenByDescending(x => x.Severity)
            .ThenByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Key).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new FindingPage([.. rows.Select(Show)], total);
    }

    /// <summary>Returns the findings after one of them, newest first, for clients that read page by page.</summary>
    /// <param name="query">The findings to select.</param>
    /// <param name="after">The number of the last finding of the page before; null begins with the newest.</param>
    /// <param name="take">The maximum number of findings.</param>
    /// <param name="actor">Needs <see cref="Permission.Read"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<FindingPage> AfterAsync(FindingQuery query, long? after, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var findings = Filter(db, query);
        var total = await findings.CountAsync(cancellationToken);
        var rows = await findings.Where(x => after == null || x.Key < after).OrderByDescending(x => x.Key).Take(take)
            .ToListAsync(cancellationToken);
        return new FindingPage([.. rows.Select(Show)], total);
    }

    /// <summary>Returns one finding with its evidence and history; null if it does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<FindingView?> FindAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        if (FindingId.Parse(id) is not { } key
            || await db.Set<FindingRecord>().SingleOrDefaultAsync(x => x.Key == key, cancellationToken) is not { } finding)
        {
            return null;
        }

        var certificates = await db.Set<FindingCertificateRecord>().Where(x => x.FindingKey == key).Select(x => x.CertificateId)
            .ToListAsync(cancellationToken);
        var history = await db.Set<FindingEntryRecord>().Where(x => x.FindingKey == key).OrderByDescending(x => x.Key)
            .Select(x => new FindingEntry(x.At, x.Kind, x.Actor, x.Text)).ToListAsync(cancellationToken);
        var principal = await db.Set<ThingRecord>().Where(x => x.Name == finding.Principal)
            .Select(x => new { x.Kind, x.Type, Groups = x.Groups.Select(group => group.Name).ToList() })
            .SingleOrDefaultAsync(cancellationToken);
        return new FindingView(Show(finding), FindingEvidence.Parse(finding.Evidence),
            [.. certificates.Select(certificate => CertificateId.FromOctets(certificate))], history, principal?.Kind, principal?.Type,
            principal?.Groups ?? []);
    }

    /// <summary>Returns how many findings wait.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<FindingCounts> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var counts = await db.Set<FindingRecord>().Where(x => x.State <= FindingState.Contained)
            .GroupBy(x => new { x.State, x.Severity }).Select(group => new { group.Key.State, group.Key.Severity, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var open = counts.Where(count => count.State == FindingState.Open).ToList();
        return new FindingCounts(open.Sum(count => count.Count), counts.Sum(count => count.Count) - open.Sum(count => count.Count),
            open.Count == 0 ? null : open.Max(count => count.Severity));
    }

    private IQueryable<FindingRecord> Filter(FleetDbContext db, FindingQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = registry.Time.GetUtcNow();
        IQueryable<FindingRecord> findings = db.Set<FindingRecord>();
        findings = query.Key is { } key ? findings.Where(x => x.Key == key) : findings;
        findings = query.State is { } state ? findings.Where(x => x.State == state) : findings;
        findings = query.OnlyActive ? findings.Where(x => x.State <= FindingState.Contained) : findings;
        findings = query.Severity is { } severity ? findings.Where(x => x.Severity == severity) : findings;
        findings = query.Kind is { } kind ? findings.Where(x => x.Kind == kind) : findings;
        findings = query.Thing is { } thing ? findings.Where(x => x.Principal == thing) : findings;
        findings = query.Assignee switch
        {
            null => findings,
            "" => findings.Where(x => x.Assignee == null),
            var assignee => findings.Where(x => x.Assignee == assignee),
        };
        foreach (var word in query.Words)
        {
            findings = findings.Where(x => x.Principal!.Contains(word) || x.Kind.Contains(word));
        }

        foreach (var (days, isAfter, isOpened) in new[]
        {
            (query.SeenWithinDays, true, false), (query.SilentDays, false, false), (query.OpenedWithinDays, true, true),
            (query.OpenedBeforeDays, false, true),
        })
        {
            if (days is { } number)
            {
                var moment = now.AddDays(-number);
                findings = (isAfter, isOpened) switch
                {
                    (true, false) => findings.Where(x => x.LastSeenAt >= moment),
                    (false, false) => findings.Where(x => x.LastSeenAt < moment),
                    (true, true) => findings.Where(x => x.FirstSeenAt >= moment),
                    _ => findings.Where(x => x.FirstSeenAt < moment),
                };
            }
        }

        return findings;
    }

    private static FindingRow Show(FindingRecord finding) => new()
    {
        Id = FindingId.Of(finding.Key),
        Key = finding.Key,
        Kind = FindingCatalogue.Of(finding.Kind),
        Severity = finding.Severity,
        State = finding.State,
        Title = FindingTitles.Of(finding.Kind, finding.Principal, FindingEvidence.Parse(finding.Evidence)),
        Principal = finding.Principal,
        Score = finding.Score,
        Count = finding.Count,
        FirstSeenAt = finding.FirstSeenAt,
        LastSeenAt = finding.LastSeenAt,
        StateChangedAt = finding.StateChangedAt,
        AcceptedUntil = finding.AcceptedUntil,
        Assignee = finding.Assignee,
        Version = finding.Version,
    };
}
