using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>A certificate that expires soon is being replaced.</summary>
internal sealed class ExpiringCertificatesAreRotated(ThingQueries things) : IControl
{
    private const string Query = "status:expiring enabled:yes";

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-e", "1.1.1", "Rotation before the end",
        "Devices must support rotation and replacement of certificates",
        "Counts the enabled Things whose certificate expires within 30 days, and those of them with a rotation in progress.",
        "Thing that expires within 30 days", "Things that expire within 30 days", "without a rotation in progress",
        new Remedy("Rotate expiring Things", $"things?q={Uri.EscapeDataString(Query)}"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var expiring = things.Filter(context.Db, new ThingQuery { Status = CredentialFilter.Expiring, Enabled = true });
        var open = context.Db.Set<RotationRecord>().Where(x => x.State < RotationState.Committed).Select(x => x.ThingKey);
        var waiting = expiring.Where(thing => !open.Contains(thing.Key));
        var (all, count) = (expiring.LongCount(), waiting.LongCount());
        return new Measurement(all, all - count, new Dictionary<string, object>
        {
            ["expiringWithin30Days"] = all,
            ["withoutRotation"] = count,
        })
        {
            Offenders = count == 0 ? [] : [.. waiting.OrderBy(thing => thing.CredentialNotAfter).ThenBy(thing => thing.Name)
                .Take(Measurement.MaxOffenders).Select(thing => new { thing.Name, thing.CredentialNotAfter }).AsEnumerable()
                .Select(thing => new Offender(thing.Name, true,
                    $"expires {Timestamps.Format(thing.CredentialNotAfter!.Value)}, no rotation",
                    thing.CredentialNotAfter.Value.AddDays(-ThingQueries.ExpiringDays)))],
            OffendersAddress = Description.Remedy!.Address,
            Note = "A device that renews its certificate by itself before the end needs no rotation. It leaves this list when it has.",
        };
    }
}
