namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the device presented a client certificate.</summary>
internal sealed class CredentialIsPresent : ICheck
{
    public Check Check => CheckCatalogue.CredentialIsPresent;

    public CheckResult Run(CheckContext context) =>
        context.Attempt.Certificate is { } certificate
            ? this.Passed($"client certificate {certificate.Id}")
            : this.Failed(RefusalCodes.NoCredential, "the device sent no client certificate",
                "no client certificate", "Give the client its certificate and key (mosquitto: --cert and --key).");
}
