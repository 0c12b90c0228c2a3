using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>
/// Things with two active certificates that no rotation explains: one of them may be in the hands of somebody else. A certificate that was
/// issued within the last week may still be on its way to the device.
/// </summary>
internal sealed class SeveralCredentials : ISweepCheck
{
    private const int SettledDays = 7;
    private const int MaxThings = 10_000;

    public string Kind => FindingCatalogue.SeveralCredentials;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var settled = context.Now.AddDays(-SettledDays);
        var keys = await context.Db.Set<CertificateRecord>()
            .Where(x => x.Status == CertificateStatus.Active && x.NotAfter > context.Now).GroupBy(x => x.ThingKey)
            .Where(group => group.Count() > 1).Select(group => group.Key).Take(MaxThings).ToListAsync(cancellationToken);
        var names = new List<string>();
        var count = 0;
        foreach (var chunk in keys.Chunk(500))
        {
            var found = await context.Db.Things().Where(x => chunk.Contains(x.Key)
                && !context.Db.Set<RotationRecord>().Any(rotation => rotation.ThingKey == x.Key && rotation.EndedAt == null)
                && context.Db.Set<CertificateRecord>().Count(certificate => certificate.ThingKey == x.Key
                    && certificate.Status == CertificateStatus.Active && certificate.NotAfter > context.Now
                    && certificate.IssuedAt < settled) > 1).Select(x => x.Name).ToListAsync(cancellationToken);
            count += found.Count;
            names.AddRange(found.Take(SweepContext.MaxExamples - names.Count));
        }

        return count == 0 ? [] :
        [
            new SweepResult(SweepResult.Fleet, FindingSeverity.Medium,
                $"{SweepWords.Things(count)} two active certificates and no rotation", new AffectedObjects(count, names)),
        ];
    }
}
