using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the current time is between notBefore and notAfter (RFC 5280 §4.1.2.5).</summary>
internal sealed class CertificateIsValidNow : ICheck
{
    public Check Check => CheckCatalogue.CertificateIsValidNow;

    public CheckResult Run(CheckContext context)
    {
        if (context.Attempt.Certificate is not { } certificate)
        {
            return this.NotReached();
        }

        var compared = $"{Timestamps.Format(certificate.NotBefore)} to {Timestamps.Format(certificate.NotAfter)}";
        if (context.Now < certificate.NotBefore)
        {
            return this.Failed(RefusalCodes.CertificateNotYetValid, "the certificate is not valid yet",
                compared, "Wait until it is valid, or compare the clocks of the portal and of its issuer.");
        }

        // Subtract the allowance from the current time. Adding it to 99991231235959Z, "no expiry" (RFC 5280 §4.1.2.5), would overflow.
        return context.Now - context.Attempt.ExpiredAllowance <= certificate.NotAfter
            ? this.Passed(compared)
            : this.Failed(RefusalCodes.CertificateExpired,
                "the certificate has expired", compared, "Issue a new certificate to the Thing.");
    }
}
