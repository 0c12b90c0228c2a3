using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Active certificates whose Thing or application is retired. Retiring revokes them, so this must not happen.</summary>
internal sealed class OrphanedCertificates : ISweepCheck
{
    public string Kind => FindingCatalogue.OrphanedCertificate;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var orphaned = context.Db.Set<ThingRecord>().Where(x => x.RetiredAt != null).Join(context.Db.Set<CertificateRecord>(),
            thing => thing.Key, certificate => certificate.ThingKey, (thing, certificate) => new { thing.Name, certificate.Status })
            .Where(x => x.Status == CertificateStatus.Active);
        var count = await orphaned.CountAsync(cancellationToken);
        if (count == 0)
        {
            return [];
        }

        var names = await orphaned.Select(x => x.Name).Distinct().OrderBy(name => name).Take(SweepContext.MaxExamples)
            .ToListAsync(cancellationToken);
        return
        [
            new SweepResult(SweepResult.Fleet, FindingSeverity.Medium,
                $"{SweepWords.Certificates(count)} {(count == 1 ? "is" : "are")} active without an owner",
                new AffectedObjects(count, names)),
        ];
    }
}
