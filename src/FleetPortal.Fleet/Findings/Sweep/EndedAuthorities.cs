using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Authorities that are disabled or retired while certificates of theirs are still active: their Things cannot connect.</summary>
internal sealed class EndedAuthorities : ISweepCheck
{
    public string Kind => FindingCatalogue.AuthorityDisabled;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var results = new List<SweepResult>();
        foreach (var authority in await context.Db.Set<AuthorityRecord>()
            .Where(x => x.Status == AuthorityStatus.Disabled || x.Status == AuthorityStatus.Retired)
            .Select(x => new { x.Key, x.Id, x.Name, x.Status }).ToListAsync(cancellationToken))
        {
            var active = await context.Db.Set<CertificateRecord>().CountAsync(x => x.AuthorityKey == authority.Key
                && x.Status == CertificateStatus.Active && x.NotAfter > context.Now, cancellationToken);
            if (active > 0)
            {
                var verb = authority.Status == AuthorityStatus.Retired ? "retired" : "disabled";
                results.Add(new SweepResult(authority.Id, FindingSeverity.High,
                    $"{SweepWords.Certificates(active)} of the {verb} authority {authority.Name} {(active == 1 ? "is" : "are")} active",
                    new AffectedObjects(active, [authority.Name], $"authority:{authority.Id}")));
            }
        }

        return results;
    }
}
