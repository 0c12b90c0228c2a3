using System.Globalization;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Active authorities that expire soon. Every certificate below them is refused after that day.</summary>
internal sealed class ExpiringAuthorities : ISweepCheck
{
    private const int SoonDays = 90;
    private const int UrgentDays = 30;

    public string Kind => FindingCatalogue.ExpiringAuthority;

    public async Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken)
    {
        var soon = context.Now.AddDays(SoonDays);
        var results = new List<SweepResult>();
        foreach (var authority in await context.Db.Set<AuthorityRecord>()
            .Where(x => x.Status == AuthorityStatus.Active && x.NotAfter > context.Now && x.NotAfter < soon)
            .Select(x => new { x.Key, x.Id, x.Name, x.NotAfter }).ToListAsync(cancellationToken))
        {
            var active = await context.Db.Set<CertificateRecord>().CountAsync(x => x.AuthorityKey == authority.Key
                && x.Status == CertificateStatus.Active && x.NotAfter > context.Now, cancellationToken);
            var days = Math.Max(1, (int)Math.Round((authority.NotAfter - context.Now).TotalDays));
            results.Add(new SweepResult(authority.Id, days <= UrgentDays ? FindingSeverity.High : FindingSeverity.Medium,
                string.Create(CultureInfo.InvariantCulture,
                    $"The authority {authority.Name} expires in {days} {(days == 1 ? "day" : "days")}"),
                new AffectedObjects(active, [authority.Name])));
        }

        return results;
    }
}
