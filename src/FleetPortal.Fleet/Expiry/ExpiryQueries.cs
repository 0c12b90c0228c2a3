using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Expiry;

/// <summary>What a warning holds for now.</summary>
/// <param name="Days">It holds for what ends within so many days, and not within those of the next tighter warning.</param>
/// <param name="Things">Things whose current certificate expires then.</param>
/// <param name="Authorities">Authorities that end then.</param>
public sealed record ExpiryWarning(int Days, int Things, IReadOnlyList<string> Authorities)
{
    /// <summary>The days of the next tighter warning, where this one begins; 0 where it begins now.</summary>
    public int From { get; init; }
}

/// <summary>Reads what is about to end.</summary>
public sealed class ExpiryQueries(Registry registry, ExpiryPolicy policy)
{
    /// <summary>Each warning with what it holds for, tightest first; those that hold for nothing are left out.</summary>
    public async Task<IReadOnlyList<ExpiryWarning>> WarningsAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var warnings = new List<ExpiryWarning>();
        var from = registry.Time.GetUtcNow();
        var now = from;
        var tighter = 0;
        foreach (var days in policy.WarnDays.Order())
        {
            var (start, end) = (from, now.AddDays(days));
            var things = await db.Set<ThingRecord>().CountAsync(x => x.RetiredAt == null && x.CredentialStatus == CertificateStatus.Active && x.CredentialNotAfter >= start && x.CredentialNotAfter < end, cancellationToken);
            var authorities = await db.Set<AuthorityRecord>().Where(x => x.Status == AuthorityStatus.Active && x.NotAfter >= start && x.NotAfter < end).Select(x => x.Name).ToListAsync(cancellationToken);
            if (things + authorities.Count > 0)
            {
                warnings.Add(new ExpiryWarning(days, things, authorities) { From = tighter });
            }

            (from, tighter) = (end, days);
        }

        return warnings;
    }
}
