using FleetPortal.Fleet.Compliance;

namespace FleetPortal.Fleet.Findings;

/// <summary>Measures for the scorecard whether copies are ended: the findings of copies that are contained or resolved.</summary>
internal sealed class CloneContainmentControl : IComplianceSource
{
    public string ControlId => ControlIds.CloneContainment;

    public Measurement Measure(ControlContext context)
    {
        var all = context.Db.Set<FindingRecord>().Where(x => CloneFindingsControl.Kinds.Contains(x.Kind));
        var found = all.LongCount();
        var open = all.Where(x => x.State == FindingState.Open).OrderBy(x => x.Key);
        var waiting = open.LongCount();
        return new Measurement(found, found - waiting, new Dictionary<string, object>
        {
            ["findings"] = found,
            ["findingsOpen"] = waiting,
        })
        {
            Offenders =
            [
                .. open.Take(Measurement.MaxOffenders).AsEnumerable().Select(finding => new Offender(
                    finding.Principal ?? finding.Subject, true, $"{FindingId.Of(finding.Key)} waits", finding.FirstSeenAt)),
            ],
            OffendersAddress = "findings?q=state:open",
        };
    }
}
