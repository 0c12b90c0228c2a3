using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>A check whose affected Things are the result of a query of the page Things.</summary>
/// <param name="things">Reads the Things.</param>
/// <param name="kind">The kind of the finding.</param>
/// <param name="query">The query.</param>
/// <param name="severity">How bad it is.</param>
/// <param name="title">Returns the title for a number of Things.</param>
internal sealed class ThingCheck(
    ThingQueries things, string kind, string query, FindingSeverity severity, Func<int, string> title) : ISweepCheck
{
    public string Kind => kind;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var page = await things.ListAsync(
            ThingQuery.Parse(query), ThingSort.Name, 0, SweepContext.MaxExamples, Actor.System, cancellationToken);
        return page.Total == 0 ? [] :
        [
            new SweepResult(SweepResult.Fleet, severity, title(page.Total),
                new AffectedObjects(page.Total, [.. page.Items.Select(thing => thing.Name)], query)),
        ];
    }
}
