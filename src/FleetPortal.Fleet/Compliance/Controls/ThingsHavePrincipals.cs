using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every enabled Thing can authenticate with one of its certificates, or is kept out on purpose.</summary>
internal sealed class ThingsHavePrincipals(ThingQueries things) : IControl
{
    private const string Query = "access:no";

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1-d", "1.1", "A principal for each Thing",
        "it should ensure that each device has an associated unique identity principal, such as an X.509 certificate or security token.",
        "Counts the enabled Things, and those of them with a usable certificate. A certificate on hold counts: somebody holds it on "
            + "purpose.",
        "enabled Thing", "enabled Things", "without a usable certificate",
        new Remedy("Show Things without access", $"things?q={Query}"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var without = things.Filter(context.Db, new ThingQuery { HasAccess = false });
        var count = without.LongCount();
        return new Measurement(context.Fleet.Enabled, context.Fleet.Enabled - count, new Dictionary<string, object>
        {
            ["enabledThings"] = context.Fleet.Enabled,
            ["withoutUsableCertificate"] = count,
        })
        {
            Offenders = count == 0 ? [] : [.. without.OrderBy(thing => thing.Name).Take(Measurement.MaxOffenders)
                .Select(thing => new { thing.Name, thing.CredentialStatus, thing.CredentialNotAfter, thing.CreatedAt }).AsEnumerable()
                .Select(thing => Offence(thing.Name, thing.CredentialStatus, thing.CredentialNotAfter, thing.CreatedAt, context.Now))],
            OffendersAddress = $"things?q={Query}",
        };
    }

    private static Offender Offence(string name, CertificateStatus? status, DateTimeOffset? end, DateTimeOffset created,
        DateTimeOffset now) => status switch
    {
        null => new Offender(name, true, "never had a certificate", created),
        CertificateStatus.Revoked => new Offender(name, true, "has only revoked certificates", null),
        _ when end < now => new Offender(name, true, "its certificate has expired", end),
        _ => new Offender(name, true, "the authority of its certificate is not trusted any more", null),
    };
}
