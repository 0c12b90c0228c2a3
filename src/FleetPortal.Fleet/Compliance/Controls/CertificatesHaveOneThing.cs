using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every certificate belongs to exactly one Thing, and no two live connections of Things use the same one.</summary>
internal sealed class CertificatesHaveOneThing : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1-e", "1.1", "One Thing for each certificate",
        "Identity principals, such as certificates, should not be shared between devices.",
        "Counts the active certificates, and those of them that belong to exactly one Thing and are used by one live connection at most.",
        "active certificate", "active certificates", "used by several connections", new Remedy("Open connections", "connections"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var active = context.Db.Set<CertificateRecord>().LongCount(x => x.Status == CertificateStatus.Active);
        var isUnique = context.IsUnique("Certificates", "Id");
        var shared = context.Live.Where(connection => connection.CertificateId is not null)
            .GroupBy(connection => connection.CertificateId).Where(group => group.Count() > 1).ToList();

        // Without the index, nobody knows how many Things a certificate has.
        return new Measurement(active, isUnique ? Math.Max(0, active - shared.Count) : 0, new Dictionary<string, object>
        {
            ["activeCertificates"] = active,
            ["certificatesOnSeveralConnections"] = shared.Count,
            ["uniqueIndexOnCertificate"] = isUnique,
        })
        {
            Offenders = LiveOffenders.Of(shared.SelectMany(group => group), _ => "shares its certificate with another connection"),
            OffendersAddress = "connections",
        };
    }
}
