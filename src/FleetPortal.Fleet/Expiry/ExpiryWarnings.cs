using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Expiry;

/// <summary>
/// Warns once when an end comes within so many days: an entry in the audit, and an event for each Thing. What has been warned of is
/// remembered as a moment for each warning, not as a row for each certificate; what ended its wait while the portal was down is warned of at its start.
/// </summary>
public sealed class ExpiryWarnings(Registry registry, ExpiryPolicy policy)
{
    // Whoever listens re-reads by key; past this many, one event for all is cheaper for everybody.
    private const int MaxEvents = 1000;

    // In the audit, for whoever listens from outside; more are read from the list.
    private const int MaxNamed = 100;

    private const int Chunk = 500;

    // In the table of warnings, up to which moment expired certificates were looked at.
    private const int ExpiredMark = -1;

    /// <summary>One round over all warnings.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        await registry.WriteAsync(RefreshExpired, cancellationToken);
        await WarnOfLoweredAsync(cancellationToken);
        foreach (var days in policy.WarnDays)
        {
            await registry.WriteAsync(scope => Warn(scope, days), cancellationToken);
        }
    }

    /// <summary>Things whose current certificate has expired since the last round: another one of theirs may be valid still, and counts from now on.</summary>
    private static void RefreshExpired(WriteScope scope)
    {
        var mark = scope.Db.Set<ExpiryMarkRecord>().SingleOrDefault(x => x.Days == ExpiredMark);
        if (mark is null)
        {
            scope.Db.Set<ExpiryMarkRecord>().Add(mark = new ExpiryMarkRecord { Days = ExpiredMark, WarnedUntil = DateTimeOffset.UnixEpoch });
        }

        var (from, until) = (mark.WarnedUntil, scope.Now);
        if (until > from)
        {
            mark.WarnedUntil = until;
            var over = scope.Db.Set<ThingRecord>().Where(x => x.RetiredAt == null && x.CredentialStatus == CertificateStatus.Active && x.CredentialNotAfter > from && x.CredentialNotAfter <= until);
            var replaced = over.Where(x => scope.Db.Set<CertificateRecord>().Any(other => other.ThingKey == x.Key && other.Status == CertificateStatus.Active && other.NotAfter > until));
            foreach (var key in replaced.Select(x => x.Key).ToList())
            {
                CertificateTransitions.RefreshThing(scope, key);
            }
        }
    }

    /// <summary>Things that lost a longer certificate: what holds for the shorter one may have been told before it counted.</summary>
    private async Task WarnOfLoweredAsync(CancellationToken cancellationToken)
    {
        int count;
        await using (var db = registry.Read())
        {
            count = await db.Set<ThingRecord>().CountAsync(x => x.CredentialLowered && x.CredentialStatus == CertificateStatus.Active, cancellationToken);
        }

        for (var after = 0L; count > 0;)
        {
            await using var db = registry.Read();
            var keys = await db.Set<ThingRecord>().Where(x => x.CredentialLowered && x.Key > after && x.CredentialStatus == CertificateStatus.Active).OrderBy(x => x.Key).Take(Chunk).Select(x => x.Key).ToListAsync(cancellationToken);
            if (keys.Count == 0)
            {
                return;
            }

            after = keys[^1];
            await registry.WriteAsync(scope => WarnOfLowered(scope, keys, each: count <= MaxEvents), cancellationToken);
        }
    }

    private void WarnOfLowered(WriteScope scope, List<long> keys, bool each)
    {
        var told = scope.Db.Set<ExpiryMarkRecord>().ToDictionary(mark => mark.Days, mark => mark.WarnedUntil);
        var lowered = scope.Db.Set<ThingRecord>().Where(x => keys.Contains(x.Key) && x.CredentialStatus == CertificateStatus.Active).ToList();
        var missed = lowered.Where(x => x.RetiredAt is null)
            .Select(x => (x.Name, End: x.CredentialNotAfter!.Value, Days: policy.WarningFor(x.CredentialNotAfter!.Value, scope.Now)))
            .Where(x => x.Days is { } days && told.TryGetValue(days, out var until) && x.End <= until);
        foreach (var together in missed.GroupBy(x => x.Days!.Value))
        {
            Tell(scope, together.Key, together.Max(x => x.End), together.Count(), each ? [.. together.Select(x => x.Name)] : [], []);
        }

        lowered.ForEach(thing => thing.CredentialLowered = false);
    }

    private static void Warn(WriteScope scope, int days)
    {
        var mark = scope.Db.Set<ExpiryMarkRecord>().SingleOrDefault(x => x.Days == days);
        if (mark is null)
        {
            // The first time: everything that is within reach already.
            scope.Db.Set<ExpiryMarkRecord>().Add(mark = new ExpiryMarkRecord { Days = days, WarnedUntil = scope.Now });
        }

        var (from, until) = (mark.WarnedUntil, scope.Now.AddDays(days));
        if (until <= from)
        {
            return;
        }

        mark.WarnedUntil = until;
        var things = scope.Db.Set<ThingRecord>().Where(x => x.RetiredAt == null && x.CredentialStatus == CertificateStatus.Active && x.CredentialNotAfter > from && x.CredentialNotAfter <= until).Select(x => x.Name);
        var authorities = scope.Db.Set<AuthorityRecord>().Where(x => x.Status == AuthorityStatus.Active && x.NotAfter > from && x.NotAfter <= until).Select(x => x.Id).ToList();
        var count = things.Count();
        if (count + authorities.Count > 0)
        {
            Tell(scope, days, until, count, count <= MaxEvents ? [.. things] : [], authorities);
        }
    }

    private static void Tell(WriteScope scope, int days, DateTimeOffset until, int count, List<string> names, List<string> authorities)
    {
        scope.Audit(
            Actor.System, ExpiryActions.Warned, new AuditTarget(AuditTargets.Expiry, days.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new { days, things = count, authorities, until, names = names.Count is > 0 and <= MaxNamed ? names : null });
        foreach (var name in names.Count == 0 && count > 0 ? [null!] : names)
        {
            scope.Emit(FleetEventKind.ExpiryWarning, name);
        }
    }
}
