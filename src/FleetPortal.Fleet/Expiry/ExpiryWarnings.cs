using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Expiry;

/// <summary>
/// Warns once when an expiry comes within a number of days: with one audit entry, and with an event for each Thing. The portal stores one
/// time for each warning, up to which it has warned, instead of a row for each certificate. Warnings that became due while the portal was
/// stopped are given at its start.
/// </summary>
public sealed class ExpiryWarnings(Registry registry, ExpiryPolicy policy)
{
    // Listeners read each Thing again. For more Things than this, one event for all of them takes less work.
    private const int MaxEvents = 1000;

    // The maximum number of names in the audit entry. With more, readers use the list of Things.
    private const int MaxNamed = 100;

    private const int Chunk = 500;

    // The row of ExpiryMarks with the time up to which expired certificates were processed.
    private const int ExpiredMark = -1;

    /// <summary>Processes all warnings once. For the upkeep.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        await registry.WriteAsync(RefreshExpired, cancellationToken);
        await WarnOfLoweredAsync(cancellationToken);
        foreach (var days in policy.WarnDays)
        {
            await registry.WriteAsync(scope => Warn(scope, days), cancellationToken);
        }
    }

    /// <summary>
    /// Finds Things whose current certificate has expired since the last round. Another certificate of the Thing may be valid, and becomes
    /// its current one.
    /// </summary>
    private static void RefreshExpired(WriteScope scope)
    {
        var mark = scope.Db.Set<ExpiryMarkRecord>().SingleOrDefault(x => x.Days == ExpiredMark);
        if (mark is null)
        {
            scope.Db.Set<ExpiryMarkRecord>()
                .Add(mark = new ExpiryMarkRecord { Days = ExpiredMark, WarnedUntil = DateTimeOffset.UnixEpoch });
        }

        var (from, until) = (mark.WarnedUntil, scope.Now);
        if (until > from)
        {
            mark.WarnedUntil = until;
            var over = scope.Db.Set<ThingRecord>().Where(x => x.RetiredAt == null
                && x.CredentialStatus == CertificateStatus.Active && x.CredentialNotAfter > from && x.CredentialNotAfter <= until);
            var replaced = over.Where(x => scope.Db.Set<CertificateRecord>()
                .Any(other => other.ThingKey == x.Key && other.Status == CertificateStatus.Active && other.NotAfter > until));
            foreach (var key in replaced.Select(x => x.Key).ToList())
            {
                CertificateTransitions.RefreshThing(scope, key);
            }
        }
    }

    /// <summary>
    /// Warns of Things whose current certificate now ends earlier than before. Warnings may have passed that time before the certificate
    /// became the current one.
    /// </summary>
    private async Task WarnOfLoweredAsync(CancellationToken cancellationToken)
    {
        int count;
        await using (var db = registry.Read())
        {
            count = await db.Set<ThingRecord>()
                .CountAsync(x => x.CredentialLowered && x.CredentialStatus == CertificateStatus.Active, cancellationToken);
        }

        for (var after = 0L; count > 0;)
        {
            await using var db = registry.Read();
            var keys = await db.Set<ThingRecord>()
                .Where(x => x.CredentialLowered && x.Key > after && x.CredentialStatus == CertificateStatus.Active)
                .OrderBy(x => x.Key).Take(Chunk).Select(x => x.Key).ToListAsync(cancellationToken);
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
        var lowered = scope.Db.Set<ThingRecord>()
            .Where(x => keys.Contains(x.Key) && x.CredentialStatus == CertificateStatus.Active).ToList();
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
            // The first run warns of everything that expires within these days.
            scope.Db.Set<ExpiryMarkRecord>().Add(mark = new ExpiryMarkRecord { Days = days, WarnedUntil = scope.Now });
        }

        var (from, until) = (mark.WarnedUntil, scope.Now.AddDays(days));
        if (until <= from)
        {
            return;
        }

        mark.WarnedUntil = until;
        var things = scope.Db.Set<ThingRecord>().Where(x => x.RetiredAt == null && x.CredentialStatus == CertificateStatus.Active
            && x.CredentialNotAfter > from && x.CredentialNotAfter <= until).Select(x => x.Name);
        var authorities = scope.Db.Set<AuthorityRecord>()
            .Where(x => x.Status == AuthorityStatus.Active && x.NotAfter > from && x.NotAfter <= until).Select(x => x.Id).ToList();
        var count = things.Count();
        if (count + authorities.Count > 0)
        {
            Tell(scope, days, until, count, count <= MaxEvents ? [.. things] : [], authorities);
        }
    }

    private static void Tell(WriteScope scope, int days, DateTimeOffset until, int count, List<string> names, List<string> authorities)
    {
        scope.Audit(
            Actor.System, ExpiryActions.Warned,
            new AuditTarget(AuditTargets.Expiry, days.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new { days, things = count, authorities, until, names = names.Count is > 0 and <= MaxNamed ? names : null });
        foreach (var name in names.Count == 0 && count > 0 ? [null!] : names)
        {
            scope.Emit(FleetEventKind.ExpiryWarning, name);
        }
    }
}
