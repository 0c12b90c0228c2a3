using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Browser.Tests;

/// <summary>Attempts of devices, decided and recorded as the broker does it.</summary>
internal static class Attempts
{
    /// <summary>A device whose certificate is on hold is refused.</summary>
    /// <param name="clientId">What it calls itself; null takes the ThingName.</param>
    /// <returns>The identifier of the attempt.</returns>
    public static async Task<string> RecordRefusedAsync(RunningPortal portal, string? clientId = null)
    {
        var device = await portal.EnrolAsync("held-" + Guid.NewGuid().ToString("N")[..8]);
        await portal.Get<HoldCertificate>().ExecuteAsync(CertificateId.FromOctets(Convert.FromHexString(device.CertificateId)),
            Actor.System, TestContext.Current.CancellationToken);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(device.CertificateFile);
        var attempt = new ConnectAttempt
        {
            ClientId = clientId ?? device.Name,
            RemoteAddress = "203.0.113.77:50112",
            Protocol = "MQTT 5",
            Tls = "TLS 1.3",
            Certificate = new PresentedCertificate(certificate, portal.Get<AuthorityVault>().Anchors.Verify(certificate)),
        };
        portal.Get<AttemptRecorder>().Record(attempt, portal.Get<IdentityDecider>().Decide(attempt), TimeSpan.FromMilliseconds(0.4));
        var recorded = await Eventually.Get(
            "the attempt", async () => (await portal.Get<AttemptQueries>().ListAsync(new AttemptQuery(device.Name, Allowed: false),
                null, 1, Actor.System, CancellationToken.None)), found => found.Count > 0);
        return recorded[0].Id.ToString(CultureInfo.InvariantCulture);
    }
}
