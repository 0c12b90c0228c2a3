namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>The key is of an accepted kind and size.</summary>
internal sealed class KeyIsStrong : ICheck
{
    public string Name => "Key is not known as weak or compromised";

    public CheckResult Run(CheckContext context)
    {
        if (context.Attempt.Certificate is not { } certificate)
        {
            return this.NotReached();
        }

        try
        {
            return this.Passed(Pki.Keys.PublicKeyRules.Describe(certificate.SubjectPublicKeyInfo));
        }
        catch (Pki.PkiException e)
        {
            return this.Failed(e.Code, e.Message, "Make a P-256 key on the device and issue a certificate for it.");
        }
    }
}
