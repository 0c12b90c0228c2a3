using System.Text.Json;
using FleetPortal.Fleet.Applications;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Applications that may publish to every Thing of every type. A stolen key of theirs commands the whole fleet.</summary>
internal sealed class WidePolicies : ISweepCheck
{
    private static readonly string[] Wide = ["#", "fleet/#", "fleet/+/#", "fleet/+/+/#", "fleet/+/+/commands/#"];

    public string Kind => FindingCatalogue.PolicyTooWide;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var results = new List<SweepResult>();
        foreach (var (name, publishes) in await context.Db.Set<ApplicationRecord>()
            .Where(x => x.Principal!.Enabled && x.Principal.RetiredAt == null)
            .Select(x => new ValueTuple<string, string>(x.Principal!.Name, x.Publishes)).ToListAsync(cancellationToken))
        {
            var rights = JsonSerializer.Deserialize<List<string>>(publishes)!
                .Select(right => right.Replace("{thingType}", "+", StringComparison.Ordinal)
                    .Replace("{thingName}", "+", StringComparison.Ordinal)).Intersect(Wide, StringComparer.Ordinal).ToList();
            if (rights.Count > 0)
            {
                results.Add(new SweepResult(name, FindingSeverity.Medium, $"The application {name} may send to every Thing: {rights[0]}",
                    new AffectedObjects(1, [name])) { Principal = name });
            }
        }

        return results;
    }
}
