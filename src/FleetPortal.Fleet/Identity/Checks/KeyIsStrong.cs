namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the key has an accepted algorithm and size and is not marked as compromised. A key is marked by a revocation of any of its
/// certificates with the reason keyCompromise.
/// </summary>
internal sealed class KeyIsStrong : ICheck
{
    public Check Check => CheckCatalogue.KeyIsStrong;

    public CheckResult Run(CheckContext context)
    {
        if (context.Attempt.Certificate is not { } certificate)
        {
            return this.NotReached();
        }

        if (context.Principal is { KeyCompromised: true })
        {
            return this.Failed(RefusalCodes.KeyCompromised,
                "the key of the certificate is compromised", "a certificate of this key was revoked with the reason keyCompromise",
                "Make a new key on the device and issue a certificate for it.");
        }

        try
        {
            return this.Passed(Pki.Keys.PublicKeyRules.Describe(certificate.SubjectPublicKeyInfo));
        }
        catch (Pki.PkiException e)
        {
            return this.Failed(e.Code,
                "the key of the certificate is not accepted", e.Message, "Make a P-256 key on the device and issue a certificate for it.");
        }
    }
}
