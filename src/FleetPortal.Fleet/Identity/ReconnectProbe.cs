using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Fleet.Identity;

/// <summary>
/// Asks the decider whether a device could connect with a certificate now. This is a dry run: no device connects and nothing is stored.
/// </summary>
public sealed class ReconnectProbe(IdentityDecider decider, AuthorityVault vault)
{
    /// <summary>Returns whether the device would be refused and one of the given checks would fail.</summary>
    /// <param name="der">The certificate in DER.</param>
    /// <param name="codes">The codes of the failures to look for.</param>
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

    /// <summary>Returns the decision about the device if it connected from this address.</summary>
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
