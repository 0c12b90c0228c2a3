using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Expiry;

/// <summary>The Things and authorities to which a warning applies now.</summary>
/// <param name="Days">The number of days of the warning. It applies to what expires within these days and not within those of the next
/// shorter warning.</param>
/// <param name="Things">The number of Things whose current certificate expires in that time.</param>
/// <param name="Authorities">The names of the authorities that expire in that time.</param>
public sealed record ExpiryWarning(int Days, int Things, IReadOnlyList<string> Authorities)
{
    /// <summary>The number of days of the next shorter warning, where this one begins; 0 if this is the shortest.</summary>
    public int From { get; init; }
}

/// <summary>Reads what is about to expire.</summary>
public sealed class ExpiryQueries(Registry registry, ExpiryPolicy policy)
{
    /// <summary>Returns the warnings that apply to something, shortest first. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
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
            var things = await db.Things().CountAsync(x => x.RetiredAt == null && x.CredentialStatus == CertificateStatus.Active
                && x.CredentialNotAfter >= start && x.CredentialNotAfter < end, cancellationToken);
            var authorities = await db.Set<AuthorityRecord>().Where(x => x.Status == AuthorityStatus.Active
                && x.NotAfter >= start && x.NotAfter < end).Select(x => x.Name).ToListAsync(cancellationToken);
            if (things + authorities.Count > 0)
            {
                warnings.Add(new ExpiryWarning(days, things, authorities) { From = tighter });
            }

            (from, tighter) = (end, days);
        }

        return warnings;
    }
}
