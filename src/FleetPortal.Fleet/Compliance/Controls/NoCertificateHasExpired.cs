using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>No enabled Thing is left with an expired certificate.</summary>
internal sealed class NoCertificateHasExpired(ThingQueries things) : IControl
{
    private const string Query = "status:expired enabled:yes";

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-d", "1.1.1", "No expired certificate",
        "to ensure continued operation as certificates expire.",
        "Counts the enabled Things with a certificate that is not revoked, and those of them whose certificate has not expired.",
        "enabled Thing", "enabled Things", "with an expired certificate",
        new Remedy("Show expired Things", $"things?q={Uri.EscapeDataString(Query)}"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var holders = context.Things
            .LongCount(thing => thing.Enabled && thing.CredentialStatus != null && thing.CredentialStatus != CertificateStatus.Revoked);
        var expired = things.Filter(context.Db, new ThingQuery { Status = CredentialFilter.Expired, Enabled = true });
        var count = expired.LongCount();
        return new Measurement(holders, holders - count, new Dictionary<string, object>
        {
            ["enabledThingsWithCertificate"] = holders,
            ["expired"] = count,
        })
        {
            Offenders = count == 0 ? [] : [.. expired.OrderBy(thing => thing.CredentialNotAfter).ThenBy(thing => thing.Name)
                .Take(Measurement.MaxOffenders).Select(thing => new { thing.Name, thing.CredentialNotAfter }).AsEnumerable()
                .Select(thing => new Offender(thing.Name, true, "its certificate has expired", thing.CredentialNotAfter))],
            OffendersAddress = Description.Remedy!.Address,
        };
    }
}
