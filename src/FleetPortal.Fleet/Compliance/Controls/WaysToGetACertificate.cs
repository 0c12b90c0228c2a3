using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>The portal has several ways to give a device its certificate, and each of them works.</summary>
internal sealed class WaysToGetACertificate : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.2-a", "1.1.2", "Ways to vend a certificate",
        "Choose the appropriate certificate vending mechanisms for your use case",
        "Counts three ways: sign a request of the device, enrol with a one-time token (EST), and import a certificate. The first two need "
            + "an authority that can issue.",
        "way", "ways", "that cannot be used", new Remedy("Open authorities", "authorities"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var issuers = context.Db.Set<AuthorityRecord>()
            .LongCount(x => x.Kind == AuthorityKind.Issuing && x.Status == AuthorityStatus.Active && x.NotAfter > context.Now);
        var tokens = context.Db.Set<EnrolmentTokenRecord>();
        return new Measurement(3, issuers > 0 ? 3 : 1, new Dictionary<string, object>
        {
            ["authoritiesThatCanIssue"] = issuers,
            ["enrolmentTokensUsed"] = tokens.LongCount(x => x.UsedAt != null),
            ["enrolmentTokensOpen"] = tokens.LongCount(x => x.UsedAt == null && x.ExpiresAt > context.Now),
        })
        {
            Offenders = issuers > 0 ? [] :
            [
                new Offender("Sign a request", false, "no authority of the portal can issue", null),
                new Offender("Enrol with a token", false, "no authority of the portal can issue", null),
            ],
        };
    }
}
