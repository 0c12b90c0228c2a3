using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every Thing was given a certificate of its own that is not revoked.</summary>
internal sealed class ThingsHaveCertificates(ThingQueries things) : IControl
{
    private const string Query = "status:none";

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-b", "1.1.1", "A certificate for each Thing",
        "We recommend that each device be given a unique certificate to enable fine-grained management",
        "Counts the Things, and those of them that have a certificate which is not revoked. A certificate belongs to one Thing.",
        "Thing", "Things", "without a certificate", new Remedy("Show Things without a certificate", $"things?q={Query}"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var without = things.Filter(context.Db, new ThingQuery { Status = CredentialFilter.None });
        var count = without.LongCount();
        return new Measurement(context.Fleet.Things, context.Fleet.Things - count, new Dictionary<string, object>
        {
            ["things"] = context.Fleet.Things,
            ["withoutCertificate"] = count,
        })
        {
            Offenders = count == 0 ? [] : [.. without.OrderBy(thing => thing.Name).Take(Measurement.MaxOffenders).Select(thing => new
            {
                thing.Name,
                thing.CreatedAt,
                RevokedAt = context.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key)
                    .Max(x => (DateTimeOffset?)x.StatusChangedAt),
            }).AsEnumerable().Select(thing => thing.RevokedAt is { } revoked
                ? new Offender(thing.Name, true, "its last certificate was revoked", revoked)
                : new Offender(thing.Name, true, "never had a certificate", thing.CreatedAt))],
            OffendersAddress = $"things?q={Query}",
        };
    }
}
