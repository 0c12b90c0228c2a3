namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>The registry knows the certificate, and its status is Active.</summary>
internal sealed class StatusIsActive : ICheck
{
    public string Name => "Status is Active";

    public CheckResult Run(CheckContext context)
    {
        if (context.Attempt.Certificate is not { } certificate)
        {
            return this.NotReached();
        }

        if (context.Principal is not { } principal)
        {
            return certificate.Chain.Trusted
                ? this.Failed("certificate-unknown", "not in the registry", "Register it for its Thing, if an outside authority signed it. If ours did, it was never stored: treat the key as compromised, and issue a new certificate.")
                : this.NotReached();
        }

        return principal.Status == Certificates.CertificateStatus.Active
            ? this.Passed("Active" + CrlWords.Of(principal, context.Now))
            : this.Failed(
                "status-not-active",
                $"{Words(principal.Status)} since {principal.StatusChangedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, by {principal.StatusChangedBy}{CrlWords.Of(principal, context.Now)}",
                principal.Status == Certificates.CertificateStatus.Inactive ? "Release it if the Thing is sound, or issue a new certificate." : "Issue a new certificate to the Thing.");
    }

    private static string Words(Certificates.CertificateStatus status) => status switch
    {
        Certificates.CertificateStatus.Inactive => "On hold",
        Certificates.CertificateStatus.PendingActivation => "Pending activation",
        _ => status.ToString(),
    };
}
