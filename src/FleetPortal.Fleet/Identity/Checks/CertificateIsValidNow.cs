namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>RFC 5280 §4.1.2.5: the time is within notBefore and notAfter.</summary>
internal sealed class CertificateIsValidNow : ICheck
{
    public string Name => "Within its validity";

    public CheckResult Run(CheckContext context)
    {
        if (context.Attempt.Certificate is not { } certificate)
        {
            return this.NotReached();
        }

        var compared = $"{certificate.NotBefore.UtcDateTime:yyyy-MM-dd HH:mm} to {certificate.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        if (context.Now < certificate.NotBefore)
        {
            return this.Failed("certificate-not-yet-valid", compared, "Wait until it begins, or compare the clocks of the portal and of whoever issued it.");
        }

        // The allowance is taken from now: added to 99991231235959Z, which has no end (RFC 5280 §4.1.2.5), it would overflow.
        return context.Now - context.Attempt.ExpiredAllowance <= certificate.NotAfter
            ? this.Passed(compared)
            : this.Failed("certificate-expired", compared, "Issue a new certificate to the Thing.");
    }
}
