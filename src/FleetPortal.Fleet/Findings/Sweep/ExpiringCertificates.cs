using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Things whose current certificate expires soon. Within a week it is severe, because a device may be away that long.</summary>
internal sealed class ExpiringCertificates(ThingQueries things) : ISweepCheck
{
    private const int UrgentDays = 7;
    private const string Query = "status:expiring";

    public string Kind => FindingCatalogue.ExpiringCertificate;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var page = await things.ListAsync(
            ThingQuery.Parse(Query), ThingSort.Expires, 0, SweepContext.MaxExamples, Actor.System, cancellationToken);
        if (page.Total == 0)
        {
            return [];
        }

        var isUrgent = page.Items[0].CredentialNotAfter < context.Now.AddDays(UrgentDays);
        return
        [
            new SweepResult(SweepResult.Fleet, isUrgent ? FindingSeverity.High : FindingSeverity.Medium,
                $"{SweepWords.Things(page.Total)} a certificate that expires within {ThingQueries.ExpiringDays} days",
                new AffectedObjects(page.Total, [.. page.Items.Select(thing => thing.Name)], Query)),
        ];
    }
}
