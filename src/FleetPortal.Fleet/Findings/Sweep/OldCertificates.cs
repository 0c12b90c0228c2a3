using System.Globalization;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Active certificates that were issued long ago: a key that is never replaced had more time to be copied.</summary>
internal sealed class OldCertificates : ISweepCheck
{
    private const int Years = 2;

    public string Kind => FindingCatalogue.OldCertificate;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        // Rows are written in the order of their issue. So the first row that is younger bounds the old ones, and an index of the status
        // counts them without reading a row.
        var before = context.Now.AddYears(-Years);
        var all = context.Db.Set<CertificateRecord>();
        var (low, high) = (0L, await all.MaxAsync(x => (long?)x.Key, cancellationToken) ?? 0);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var issued = await all.Where(x => x.Key >= middle).OrderBy(x => x.Key).Select(x => x.IssuedAt).FirstAsync(cancellationToken);
            (low, high) = issued < before ? (middle, high) : (low, middle - 1);
        }

        var old = all.Where(x => x.Status == CertificateStatus.Active && x.NotAfter > context.Now && x.Key <= low);
        var count = low == 0 ? 0 : await old.CountAsync(cancellationToken);
        if (count == 0)
        {
            return [];
        }

        var names = await old.OrderBy(x => x.Key).Take(SweepContext.MaxExamples).Select(x => x.Thing!.Name).ToListAsync(cancellationToken);
        return
        [
            new SweepResult(SweepResult.Fleet, FindingSeverity.Low,
                string.Create(CultureInfo.InvariantCulture,
                    $"{SweepWords.Certificates(count)} {(count == 1 ? "is" : "are")} older than {Years} years"),
                new AffectedObjects(count, [.. names.Distinct(StringComparer.Ordinal)])),
        ];
    }
}
