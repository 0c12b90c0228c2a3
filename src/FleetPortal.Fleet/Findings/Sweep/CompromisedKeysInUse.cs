using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Active certificates whose key is known as compromised. Their devices are refused until they have a new key.</summary>
internal sealed class CompromisedKeysInUse : ISweepCheck
{
    public string Kind => FindingCatalogue.WeakKey;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var certificates = context.Db.Set<CompromisedKeyRecord>().Join(context.Db.Set<CertificateRecord>(),
            key => key.KeyHash, certificate => certificate.KeyHash, (_, certificate) => certificate)
            .Where(x => x.Status == CertificateStatus.Active && x.NotAfter > context.Now);
        var names = await certificates.Select(x => x.Thing!.Name).Distinct().OrderBy(name => name)
            .Take(SweepContext.MaxExamples).ToListAsync(cancellationToken);
        if (names.Count == 0)
        {
            return [];
        }

        var count = await certificates.CountAsync(cancellationToken);
        return
        [
            new SweepResult(SweepResult.Fleet, FindingSeverity.High,
                $"{SweepWords.Certificates(count)} {(count == 1 ? "has" : "have")} a compromised key", new AffectedObjects(count, names)),
        ];
    }
}
