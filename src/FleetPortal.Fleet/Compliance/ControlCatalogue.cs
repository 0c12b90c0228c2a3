using FleetPortal.Fleet.Compliance.Controls;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Compliance;

/// <summary>All controls in the order of the practice. It reads as the table of contents of the scorecard.</summary>
internal sealed class ControlCatalogue(ThingQueries things, IEnumerable<IComplianceSource> sources)
{
    /// <summary>The controls in their order.</summary>
    public IReadOnlyList<IControl> Controls { get; } =
    [
        new DevicesAuthenticate(),
        new MetadataIsKept(),
        new ThingNamesAreUnique(),
        new ThingsHavePrincipals(things),
        new CertificatesHaveOneThing(),
        new KeysHaveOneThing(),
        new MeasuredElsewhere(LaterControls.CloneFindings, "The portal does not look for copies of an identity yet.", sources),
        new MeasuredElsewhere(LaterControls.CloneContainment, "The portal has no findings of clones that could be contained yet.", sources),

        new TransportIsTls12(),
        new ThingsHaveCertificates(things),
        new RevocationIsPublished(),
        new NoCertificateHasExpired(things),
        new ExpiringCertificatesAreRotated(things),
        new CertificatesWereRenewedInTime(),
        new OwnAndPortalCertificates(),

        new WaysToGetACertificate(),
        new ExternalAuthoritiesAreProven(),
        new MeasuredElsewhere(LaterControls.JustInTimeProvisioning, "A device is not registered by its first connect yet.", sources),
        new MeasuredElsewhere(LaterControls.JustInTimeRegistration, "A first connect does not wait for approval yet.", sources),
        new MeasuredElsewhere(LaterControls.BulkProvisioning, "There are no claim certificates and no bulk registration yet.", sources),

        new MeasuredElsewhere(LaterControls.BearerTokens, "A device without a certificate cannot connect yet.", sources),
        new MeasuredElsewhere(LaterControls.TokenTransport, "The portal reads no token of a connecting device yet.", sources),
        new MeasuredElsewhere(LaterControls.TokenSignature, "There are no authorizers that validate tokens yet.", sources),

        new ThingNamesFitTopics(),
        new TopicsFollowTheConvention(),
        new ClientIdentifiersAreThingNames(),
        new ThingsHaveATypeToRouteBy(),
    ];
}
