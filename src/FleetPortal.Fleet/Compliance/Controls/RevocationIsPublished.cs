using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every CRL that the portal publishes or reads is valid now and holds every revocation.</summary>
internal sealed class RevocationIsPublished : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-c", "1.1.1", "Revocation works",
        "including certificate revocation.",
        "Counts the CRLs: published parts of our authorities and received ones of external authorities. Those comply that are valid now "
            + "and that no change waits for. OCSP answers from the registry itself.",
        "CRL", "CRLs", "that are late or not valid now", new Remedy("Open authorities", "authorities"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var now = context.Now;
        var published = context.Db.Set<CrlShardRecord>().Where(x => x.Der != null);
        var external = context.Db.Set<ExternalCrlRecord>().Where(x => x.Der != null && x.Authority!.Status == AuthorityStatus.Active);
        var late = published.Where(x => x.Revision > x.PublishedRevision || x.ThisUpdate > now || x.NextUpdate < now);
        var overdue = external.Where(x => x.NextUpdate < now);
        var (parts, others, bad, old) = (published.LongCount(), external.LongCount(), late.LongCount(), overdue.LongCount());
        return new Measurement(parts + others, parts + others - bad - old, new Dictionary<string, object>
        {
            ["publishedParts"] = parts,
            ["partsLateOrNotValid"] = bad,
            ["externalCrls"] = others,
            ["externalCrlsOverdue"] = old,
            ["revokedCertificates"] = context.Db.Set<CertificateRecord>().LongCount(x => x.Status == CertificateStatus.Revoked),
        })
        {
            Offenders = [.. Parts(context, late), .. Overdue(overdue)],
            OffendersAddress = "authorities",
        };
    }

    private static IEnumerable<Offender> Parts(ControlContext context, IQueryable<CrlShardRecord> late) =>
        late.OrderBy(x => x.AuthorityKey).ThenBy(x => x.Shard).Take(Measurement.MaxOffenders)
            .Join(context.Db.Set<AuthorityRecord>(), part => part.AuthorityKey, authority => authority.Key,
                (part, authority) => new { authority.Id, part.Shard, part.NextUpdate }).AsEnumerable()
            .Select(part => part.NextUpdate < context.Now
                ? new Offender($"{part.Id}-{part.Shard}.crl", false, "its validity has ended", part.NextUpdate)
                : new Offender($"{part.Id}-{part.Shard}.crl", false, "a change waits for its publication", null));

    private static IEnumerable<Offender> Overdue(IQueryable<ExternalCrlRecord> overdue) =>
        overdue.OrderBy(x => x.AuthorityKey).Take(Measurement.MaxOffenders).Select(x => new { x.Authority!.Id, x.NextUpdate })
            .AsEnumerable().Select(x => new Offender(x.Id, false, "its authority has published no newer CRL", x.NextUpdate));
}
