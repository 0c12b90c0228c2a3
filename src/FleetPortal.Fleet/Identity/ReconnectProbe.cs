using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Fleet.Identity;

/// <summary>Asks the decider what would become of a device that came with a certificate now. Nobody comes, and nothing is kept of it.</summary>
public sealed class ReconnectProbe(IdentityDecider decider, AuthorityVault vault)
{
    /// <summary>Whether it would be refused for one of these reasons.</summary>
    /// <param name="der">The certificate.</param>
    /// <param name="codes">Codes of checks.</param>
    public bool IsRefused(string thingName, byte[] der, params ReadOnlySpan<string> codes)
    {
        var (_, decision) = Decide(thingName, der, "");
        foreach (var check in decision.Checks)
        {
            if (!decision.Allowed && codes.Contains(check.Code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How the device would be decided on if it came from this address.</summary>
    internal (ConnectAttempt Attempt, Decision Decision) Decide(string thingName, byte[] der, string remoteAddress)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var attempt = new ConnectAttempt
        {
            ClientId = thingName,
            RemoteAddress = remoteAddress,
            Protocol = "MQTT 5",
            Tls = "TLS 1.3",
            Certificate = new PresentedCertificate(certificate, vault.Anchors.Verify(certificate)),
            IsDryRun = true,
        };
        return (attempt, decider.Decide(attempt));
    }
}
