using System.Globalization;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Waves;

/// <summary>
/// Selects the Things of a wave: by query, by name, by certificate, or those that failed in another wave. Only Things with an active
/// certificate are selected.
/// </summary>
/// <param name="Query">A query as in the search box of the page Things.</param>
/// <param name="Names">The names of the Things, or null.</param>
/// <param name="Certificates">Selects the Things whose newest active certificate is among these; null if certificates do not
/// select.</param>
/// <param name="FailedIn">The id of a wave: selects the Things that failed in it and have not rotated since.</param>
public sealed record WaveSelection(
    string? Query = null, IReadOnlyCollection<string>? Names = null, CertificateSelection? Certificates = null, string? FailedIn = null)
{
    /// <summary>The selection as text, for the audit and the page; empty if all Things are selected.</summary>
    public string Description => Names is { } names ? $"{names.Count} by name"
        : Certificates is { Query: { ExpiresFrom: { } from, ExpiresBefore: { } before } query } && query
            with { ExpiresFrom = null, ExpiresBefore = null, Usable = false, Status = null } == new CertificateQuery() ? Range(from, before)
        : Certificates is { } certificates ? $"certificates {certificates.Description}"
        : FailedIn is { } wave ? $"failed in {wave}"
        : Query ?? "";

    /// <summary>Text such as "Certificates expiring 7 to 14 January 2027", for a bar of the expiry chart.</summary>
    private static string Range(DateTimeOffset from, DateTimeOffset before) => string.Create(
        CultureInfo.InvariantCulture,
        $"Certificates expiring {from.UtcDateTime.ToString(FirstDay(from, before), CultureInfo.InvariantCulture)} "
            + $"to {before.UtcDateTime:d MMMM yyyy}");

    // The first day leaves out what it has in common with the last one.
    private static string FirstDay(DateTimeOffset from, DateTimeOffset before) =>
        from.Year != before.Year ? "d MMMM yyyy" : from.Month != before.Month ? "d MMMM" : "%d";

    /// <summary>Selects the chosen Things that have an active certificate.</summary>
    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>query-invalid</c>, <c>wave-not-found</c>.</exception>
    internal IQueryable<ThingRecord> Rows(FleetDbContext db, ThingQueries things, DateTimeOffset now)
    {
        if (new object?[] { Query, Names, Certificates, FailedIn }.Count(part => part is not null) > 1)
        {
            throw new FleetError(RevocationErrors.SelectionInvalid,
                [new Fault("q", "Send only one of q, things, certificates and failedIn.")]);
        }

        if (Names is { Count: 0 or > CertificateSelection.MaxIds })
        {
            throw new FleetError(RevocationErrors.SelectionInvalid,
                [new Fault("things", $"Send 1 to {CertificateSelection.MaxIds} names.")]);
        }

        Certificates?.Check();
        var rows = things.Filter(db, ThingQuery.Parse(Query))
            .Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter > now);
        if (Names is { } names)
        {
            rows = rows.Where(thing => names.Contains(thing.Name));
        }

        if (FailedIn is { } wave)
        {
            var failed = FailedOf(db, wave);
            rows = rows.Where(thing => failed.Contains(thing.Key));
        }

        return Certificates is { } certificates ? rows.Where(thing => HoldersOf(db, certificates, now).Contains(thing.Key)) : rows;
    }

    /// <summary>
    /// Narrows the Things to those that a new wave may have. Things that are in flight or waiting in another wave are excluded; Things that
    /// wait in a stopped wave are included.
    /// </summary>
    internal static IQueryable<ThingRecord> Free(FleetDbContext db, IQueryable<ThingRecord> chosen) =>
        chosen.Where(thing => !db.Set<WaveThingRecord>().Any(x => x.ThingKey == thing.Key && x.State < WaveThingState.Proven
            && (x.State == WaveThingState.InFlight
                || db.Set<WaveRecord>().Any(wave => wave.Key == x.WaveKey && wave.State != WaveState.Stopped))));

    /// <summary>Starts from the wave, because WaveThings has no index by Thing for completed entries.</summary>
    private static IQueryable<long> FailedOf(FleetDbContext db, string id)
    {
        var wave = db.Set<WaveRecord>().Where(x => x.Id == id).Select(x => x.Key).SingleOrDefault();
        return wave == 0
            ? throw FleetError.NotFound(WaveErrors.NotFound, id)
            : db.Set<WaveThingRecord>().Where(x => x.WaveKey == wave && x.State == WaveThingState.Failed && !db.Set<RotationRecord>()
                .Any(later => later.ThingKey == x.ThingKey && later.ProvenAt >= x.StartedAt && later.State != RotationState.RolledBack))
                .Select(x => x.ThingKey);
    }

    // Only the newest active certificate counts: an older one in its grace period is retired soon.
    private static IQueryable<long> HoldersOf(FleetDbContext db, CertificateSelection certificates, DateTimeOffset now) =>
        certificates.Rows(db, now)
            .Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now
                && !db.Set<CertificateRecord>().Any(newer => newer.ThingKey == x.ThingKey
                    && newer.Status == CertificateStatus.Active && newer.NotAfter > now && newer.Key > x.Key))
            .Select(x => x.ThingKey);
}
