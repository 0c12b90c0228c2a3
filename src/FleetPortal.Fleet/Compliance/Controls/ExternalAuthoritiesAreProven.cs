using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Devices that bring a certificate along can use it: the authorities that signed them are registered, proven and valid.</summary>
internal sealed class ExternalAuthoritiesAreProven : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.2-b", "1.1.2", "Devices keep their certificate",
        "We recommend using native provisioning mechanisms to onboard devices when they already have a device certificate (and associated "
            + "private key) on them.",
        "Counts the registered external authorities that are not retired, and those of them that are proven, enabled and not expired.",
        "external authority", "external authorities", "that cannot be used", new Remedy("Open authorities", "authorities"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var all = context.Db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Registered && x.Status != AuthorityStatus.Retired)
            .OrderBy(x => x.Id).Select(x => new { x.Id, x.Status, x.NotAfter, x.CreatedAt, x.StatusChangedAt }).ToList();
        var bad = all.Where(x => x.Status != AuthorityStatus.Active || x.NotAfter <= context.Now).ToList();
        return new Measurement(all.Count, all.Count - bad.Count, new Dictionary<string, object>
        {
            ["externalAuthorities"] = all.Count,
            ["notUsable"] = bad.Count,
        })
        {
            Offenders = [.. bad.Take(Measurement.MaxOffenders).Select(x => x.Status switch
            {
                AuthorityStatus.PendingProof => new Offender(x.Id, false, "its owner has not proven possession of the key", x.CreatedAt),
                AuthorityStatus.Disabled => new Offender(x.Id, false, "it is disabled", x.StatusChangedAt),
                _ => new Offender(x.Id, false, "it has expired", x.NotAfter),
            })],
            OffendersAddress = "authorities",
        };
    }
}
