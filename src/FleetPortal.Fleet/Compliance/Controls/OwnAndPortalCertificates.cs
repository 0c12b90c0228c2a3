using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>The portal issues certificates, and accepts certificates of other authorities.</summary>
internal sealed class OwnAndPortalCertificates : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-g", "1.1.1", "Issued here or brought along",
        "For example, AWS IoT Core supports AWS IoT-generated X.509 certificates or your own X.509 certificates for device authentication.",
        "Counts two ways: the portal issues a certificate, and it accepts one of another authority. The first needs an authority that can "
            + "issue.",
        "way", "ways", "that cannot be used", new Remedy("Open authorities", "authorities"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var issuers = context.Db.Set<AuthorityRecord>()
            .LongCount(x => x.Kind == AuthorityKind.Issuing && x.Status == AuthorityStatus.Active && x.NotAfter > context.Now);
        var own = context.Db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Issuing).Select(x => x.Key).ToList();
        var byAuthority = context.Db.Set<CertificateRecord>().Where(x => x.Status == CertificateStatus.Active)
            .GroupBy(x => x.AuthorityKey).Select(group => new { group.Key, Count = group.LongCount() }).ToList();
        var issued = byAuthority.Where(x => x.Key is { } key && own.Contains(key)).Sum(x => x.Count);
        return new Measurement(2, issuers > 0 ? 2 : 1, new Dictionary<string, object>
        {
            ["authoritiesThatCanIssue"] = issuers,
            ["activeCertificatesIssuedHere"] = issued,
            ["activeCertificatesOfOthers"] = byAuthority.Sum(x => x.Count) - issued,
        })
        {
            Offenders = issuers > 0 ? [] : [new Offender("Issue a certificate", false, "no authority of the portal can issue", null)],
        };
    }
}
