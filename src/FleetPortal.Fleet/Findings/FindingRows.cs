using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings;

/// <summary>Reads and changes findings inside a transaction.</summary>
internal static class FindingRows
{
    // The history of one finding. An attack may raise it again and again.
    private const int MaxEntries = 500;

    /// <summary>Returns a finding in any state.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>.</exception>
    public static FindingRecord Find(WriteScope scope, string id) =>
        FindingId.Parse(id) is { } key && scope.Db.Set<FindingRecord>().SingleOrDefault(x => x.Key == key) is { } finding
            ? finding : throw FleetError.NotFound(FindingErrors.NotFound, id);

    /// <summary>Returns a finding that is not closed.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-closed</c>.</exception>
    public static FindingRecord FindOpen(WriteScope scope, string id)
    {
        var finding = Find(scope, id);
        return finding.State <= FindingState.Contained ? finding
            : throw new FleetError(FleetErrorKind.Conflict, FindingErrors.Closed,
                $"{FindingId.Of(finding.Key)} is {EnumName.ToWire(finding.State)}. Open it again first.");
    }

    /// <summary>Adds a line to the history.</summary>
    public static void Note(WriteScope scope, FindingRecord finding, string kind, Actor? actor, string? text)
    {
        scope.Db.Add(new FindingEntryRecord { FindingKey = finding.Key, At = scope.Now, Kind = kind, Actor = actor?.Name, Text = text });
        if (scope.Db.Set<FindingEntryRecord>().Where(x => x.FindingKey == finding.Key && x.Kind == FindingEntries.Raised)
            .OrderByDescending(x => x.Key).Skip(MaxEntries).FirstOrDefault() is { } oldest)
        {
            scope.Db.Remove(oldest);
        }

        Emit(scope, finding);
    }

    /// <summary>Changes the state and writes the line of the history.</summary>
    public static void Move(WriteScope scope, FindingRecord finding, FindingState to, string entry, Actor? actor, string? text)
    {
        (finding.State, finding.StateChangedAt) = (to, scope.Now);
        finding.Version++;
        Note(scope, finding, entry, actor, text);
    }

    /// <summary>Adds a certificate that the finding is about.</summary>
    public static void AddCertificate(WriteScope scope, FindingRecord finding, CertificateId id)
    {
        var octets = id.ToOctets();
        if (scope.Db.Set<FindingCertificateRecord>().Find(octets, finding.Key) is null)
        {
            scope.Db.Add(new FindingCertificateRecord { FindingKey = finding.Key, CertificateId = octets });
        }
    }

    /// <summary>The target of an audit entry about a finding.</summary>
    public static AuditTarget Target(FindingRecord finding) => new(AuditTargets.Finding, FindingId.Of(finding.Key), finding.Principal);

    /// <summary>Tells the pages that a finding has changed.</summary>
    public static void Emit(WriteScope scope, FindingRecord finding) => scope.Emit(FleetEventKind.FindingChanged, finding.Principal);
}
