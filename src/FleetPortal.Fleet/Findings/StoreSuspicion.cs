using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Findings;

/// <summary>
/// Turns what the detector found into a finding. One kind has one open finding of a principal: what comes later is added to it, also after
/// a restart of the portal.
/// </summary>
internal sealed class StoreSuspicion(Registry registry, AutomaticContainment containment) : ISuspicionSink
{
    // From this score on, a shared credential is certain enough to wake somebody.
    private const int CriticalScore = 80;

    private static readonly Actor Detector = Actor.Job("clone detector");

    /// <inheritdoc/>
    public async Task StoreAsync(Suspicion suspicion)
    {
        ArgumentNullException.ThrowIfNull(suspicion);
        var key = await registry.WriteAsync(scope => Store(scope, suspicion), CancellationToken.None);
        await containment.ContainAsync(FindingId.Of(key), suspicion.Kind);
    }

    private static long Store(WriteScope scope, Suspicion suspicion)
    {
        var newest = scope.Db.Set<FindingRecord>().Where(x => x.Kind == suspicion.Kind && x.Subject == suspicion.Principal)
            .OrderByDescending(x => x.Key).FirstOrDefault();
        switch (newest)
        {
            case { State: FindingState.Open or FindingState.Contained }:
            case { State: FindingState.Accepted } when newest.AcceptedUntil > scope.Now:
                Add(scope, newest, suspicion);
                return newest.Key;
            default:
                return Open(scope, suspicion);
        }
    }

    private static long Open(WriteScope scope, Suspicion suspicion)
    {
        var finding = new FindingRecord
        {
            Kind = suspicion.Kind,
            Subject = suspicion.Principal,
            Principal = suspicion.Principal,
            Severity = SeverityOf(suspicion),
            State = FindingState.Open,
            Score = suspicion.Score,
            Count = suspicion.Count,
            FirstSeenAt = suspicion.At,
            LastSeenAt = suspicion.At,
            StateChangedAt = scope.Now,
            Evidence = FindingEvidence.None.With(suspicion).ToJson(),
        };
        scope.Db.Add(finding);
        scope.Db.SaveChanges();
        AddCertificates(scope, finding, suspicion);
        FindingRows.Note(scope, finding, FindingEntries.Opened, null, suspicion.Reasons[0].Sentence);
        scope.Audit(Detector, FindingActions.Opened, FindingRows.Target(finding),
            new { kind = suspicion.Kind, suspicion.Score, severity = EnumName.ToWire(finding.Severity) });
        return finding.Key;
    }

    private static void Add(WriteScope scope, FindingRecord finding, Suspicion suspicion)
    {
        var (severity, evidence) = (SeverityOf(suspicion), FindingEvidence.Parse(finding.Evidence).With(suspicion));
        var rises = suspicion.Score > finding.Score;
        finding.Severity = severity > finding.Severity ? severity : finding.Severity;
        finding.Score = Math.Max(finding.Score, suspicion.Score);
        finding.Count += suspicion.Count > finding.Count ? suspicion.Count - finding.Count : 1;
        finding.LastSeenAt = suspicion.At > finding.LastSeenAt ? suspicion.At : finding.LastSeenAt;
        finding.Evidence = evidence.ToJson();
        finding.Version++;
        AddCertificates(scope, finding, suspicion);
        if (rises)
        {
            FindingRows.Note(scope, finding, FindingEntries.Raised, null, suspicion.Reasons[0].Sentence);
        }

        FindingRows.Emit(scope, finding);
    }

    private static void AddCertificates(WriteScope scope, FindingRecord finding, Suspicion suspicion)
    {
        foreach (var text in suspicion.Endpoints.Select(endpoint => endpoint.CertificateId).Distinct(StringComparer.Ordinal))
        {
            if (CertificateId.TryParse(text, out var id))
            {
                FindingRows.AddCertificate(scope, finding, id.Value);
            }
        }
    }

    private static FindingSeverity SeverityOf(Suspicion suspicion) =>
        suspicion is { Kind: FindingKinds.SharedCredential, Score: >= CriticalScore }
            ? FindingSeverity.Critical : FindingCatalogue.Of(suspicion.Kind).Severity;
}
