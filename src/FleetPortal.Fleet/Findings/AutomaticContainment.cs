using System.Globalization;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>
/// Contains a finding without a person, if its kind is switched on. The daily cap bounds the damage if the detector is wrong, or if
/// somebody provokes it.
/// </summary>
internal sealed class AutomaticContainment(Registry registry, ContainFinding contain, ContainmentPolicy policy)
{
    private static readonly Actor Portal = Actor.Job("automatic containment");

    /// <summary>Contains an open finding; does nothing if its kind is off or the cap is reached.</summary>
    public async Task ContainAsync(string id, string kind)
    {
        if (!policy.Kinds.Contains(kind))
        {
            return;
        }

        if (await registry.WriteAsync(scope => MayAct(scope, id), CancellationToken.None))
        {
            await contain.ExecuteAsync(id, null, Portal, CancellationToken.None);
        }
    }

    private bool MayAct(WriteScope scope, string id)
    {
        var finding = FindingRows.Find(scope, id);
        if (finding.State != FindingState.Open)
        {
            return false;
        }

        var since = scope.Now.AddDays(-1);
        var contained = scope.Db.Set<FindingEntryRecord>().Count(x => x.Kind == FindingEntries.Contained
            && x.Actor == Portal.Name && x.At > since);
        if (contained < policy.PerDay)
        {
            return true;
        }

        var text = string.Create(CultureInfo.InvariantCulture,
            $"Not contained automatically: {policy.PerDay} containments within 24 hours is the cap (Findings:ContainPerDay).");
        if (!scope.Db.Set<FindingEntryRecord>().Any(x => x.FindingKey == finding.Key && x.Text == text))
        {
            FindingRows.Note(scope, finding, FindingEntries.Comment, Portal, text);
        }

        return false;
    }
}
