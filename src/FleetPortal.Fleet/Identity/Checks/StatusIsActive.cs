using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the certificate is registered and that its status is Active.</summary>
internal sealed class StatusIsActive : ICheck
{
    public Check Check => CheckCatalogue.StatusIsActive;

    public CheckResult Run(CheckContext context)
    {
        if (context.Attempt.Certificate is not { } certificate)
        {
            return this.NotReached();
        }

        if (context.Principal is not { } principal)
        {
            return certificate.Chain.Trusted
                ? this.Failed(RefusalCodes.CertificateUnknown, "the certificate is not registered here", "not in the registry",
                    "If an external authority signed it, import it for its Thing. If this portal signed it, the portal has no "
                    + "record of it: treat the key as compromised and issue a new certificate.")
                : this.NotReached();
        }

        return principal.Status == CertificateStatus.Active
            ? this.Passed("Active" + CrlAgeLabel.Of(principal, context.Now))
            : this.Failed(
                RefusalCodes.StatusNotActive,
                Failure(principal.Status),
                $"{Words(principal.Status)} since {Timestamps.Format(principal.StatusChangedAt)}, by "
                    + $"{principal.StatusChangedBy}{CrlAgeLabel.Of(principal, context.Now)}",
                principal.Status == CertificateStatus.Inactive
                    ? "Release the certificate if the device is genuine, or issue a new one." : "Issue a new certificate to the Thing.");
    }

    private static string Failure(CertificateStatus status) => status switch
    {
        CertificateStatus.Inactive => "the certificate is on hold",
        CertificateStatus.PendingActivation => "the certificate is not activated yet",
        _ => "the certificate is revoked",
    };

    private static string Words(CertificateStatus status) => status switch
    {
        CertificateStatus.Inactive => "On hold",
        CertificateStatus.PendingActivation => "Pending activation",
        _ => status.ToString(),
    };
}
