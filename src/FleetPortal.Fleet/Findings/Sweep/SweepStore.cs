using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Makes the findings of one kind equal to what a check has answered.</summary>
internal static class SweepStore
{
    private const string Gone = "The registry does not show it any more.";

    private static readonly Actor Sweep = Actor.Job("registry sweep");

    /// <summary>Returns whether <see cref="Apply"/> would change something. Most sweeps change nothing and need no transaction.</summary>
    public static bool Differs(FleetDbContext db, string kind, IReadOnlyList<SweepResult> results, DateTimeOffset now)
    {
        var stored = Stored(db, kind, now);
        return stored.Count(finding => finding.State <= FindingState.Contained) > results.Count(result => stored
            .Any(finding => finding.Subject == result.Subject && finding.State <= FindingState.Contained))
            || results.Any(result => stored.FirstOrDefault(finding => finding.Subject == result.Subject) is not { } finding
                || IsChanged(finding, result));
    }

    /// <summary>Opens, changes and resolves the findings of the kind.</summary>
    public static void Apply(WriteScope scope, string kind, IReadOnlyList<SweepResult> results)
    {
        var stored = Stored(scope.Db, kind, scope.Now);
        foreach (var result in results)
        {
            if (stored.FirstOrDefault(finding => finding.Subject == result.Subject) is { } finding)
            {
                if (IsChanged(finding, result))
                {
                    Change(scope, finding, result);
                }
            }
            else
            {
                Open(scope, kind, result);
            }
        }

        foreach (var finding in stored.Where(finding => finding.State <= FindingState.Contained
            && results.All(result => result.Subject != finding.Subject)))
        {
            FindingRows.Move(scope, finding, FindingState.Resolved, FindingEntries.Resolved, null, Gone);
            scope.Audit(Sweep, FindingActions.Resolved, FindingRows.Target(finding), new { note = Gone });
        }
    }

    /// <summary>The findings that a result may belong to: those that wait, and those whose risk is accepted.</summary>
    private static List<FindingRecord> Stored(FleetDbContext db, string kind, DateTimeOffset now) =>
        [.. db.Set<FindingRecord>().Where(x => x.Kind == kind
            && (x.State <= FindingState.Contained || (x.State == FindingState.Accepted && x.AcceptedUntil > now)))];

    private static bool IsChanged(FindingRecord finding, SweepResult result) =>
        finding.Severity != result.Severity || finding.Evidence != EvidenceOf(result);

    private static string EvidenceOf(SweepResult result) =>
        new FindingEvidence { Title = result.Title, Affected = result.Affected }.ToJson();

    private static void Change(WriteScope scope, FindingRecord finding, SweepResult result)
    {
        var rises = result.Severity > finding.Severity;
        finding.Severity = result.Severity;
        finding.Count = result.Affected.Count;
        finding.LastSeenAt = scope.Now;
        finding.Evidence = EvidenceOf(result);
        finding.Version++;
        if (rises)
        {
            FindingRows.Note(scope, finding, FindingEntries.Raised, null, result.Title + ".");
        }

        FindingRows.Emit(scope, finding);
    }

    private static void Open(WriteScope scope, string kind, SweepResult result)
    {
        var finding = new FindingRecord
        {
            Kind = kind,
            Subject = result.Subject,
            Principal = result.Principal,
            Severity = result.Severity,
            Score = 100,
            Count = result.Affected.Count,
            FirstSeenAt = scope.Now,
            LastSeenAt = scope.Now,
            StateChangedAt = scope.Now,
            Evidence = EvidenceOf(result),
        };
        scope.Db.Add(finding);
        scope.Db.SaveChanges();
        FindingRows.Note(scope, finding, FindingEntries.Opened, null, result.Title + ".");
        scope.Audit(Sweep, FindingActions.Opened, FindingRows.Target(finding),
            new { kind, severity = EnumName.ToWire(finding.Severity), count = finding.Count });
    }
}
