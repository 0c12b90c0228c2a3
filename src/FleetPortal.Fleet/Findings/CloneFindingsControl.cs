using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Findings;

/// <summary>
/// Measures for the scorecard whether copies of identities are found: the Things that have no open finding of a copy. The detector watches
/// every connection, so a Thing without a finding complies.
/// </summary>
internal sealed class CloneFindingsControl : IComplianceSource
{
    /// <summary>The kinds of findings that say that somebody else uses an identity.</summary>
    public static readonly string[] Kinds =
    [
        FindingKinds.SharedCredential, FindingKinds.SharedKey, FindingKinds.RetiredKeyUsed, FindingKinds.ImpossibleMove,
        FindingKinds.ClientIdentifierConflict,
    ];

    public string ControlId => ControlIds.CloneFindings;

    public Measurement Measure(ControlContext context)
    {
        var things = context.Things.LongCount();
        var open = context.Db.Set<FindingRecord>().Where(x => Kinds.Contains(x.Kind) && x.State == FindingState.Open);
        var copied = context.Things.Where(thing => open.Any(finding => finding.Principal == thing.Name)).LongCount();
        return new Measurement(things, things - copied, new Dictionary<string, object>
        {
            ["things"] = things,
            ["thingsWithAnOpenFinding"] = copied,
        })
        {
            Offenders =
            [
                .. open.OrderBy(x => x.Key).Take(Measurement.MaxOffenders).AsEnumerable()
                    .Select(finding => new Offender(finding.Principal ?? finding.Subject, true,
                        $"{FindingCatalogue.Of(finding.Kind).Name.ToLowerInvariant()}, {FindingId.Of(finding.Key)}", finding.FirstSeenAt)),
            ],
            OffendersAddress = "findings?q=state:open",
        };
    }
}
