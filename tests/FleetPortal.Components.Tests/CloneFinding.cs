using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Components.Tests;

/// <summary>A finding as the clone detector opens it.</summary>
internal static class CloneFinding
{
    /// <summary>The address of the endpoint that was there first.</summary>
    public const string Known = "203.0.113.77";

    /// <summary>The address of the copy.</summary>
    public const string Copy = "198.51.100.9";

    /// <summary>Opens a finding about two endpoints of a Thing, and returns its identifier.</summary>
    public static async Task<string> OpenAsync(PageContext context, string thing, CertificateId certificate)
    {
        var now = context.Time.GetUtcNow();
        await context.Get<ISuspicionSink>().StoreAsync(new Suspicion
        {
            Kind = FindingKinds.SharedCredential,
            Principal = thing,
            PrincipalKind = PrincipalKind.Thing,
            At = now,
            Score = 90,
            Count = 3,
            Reasons =
            [
                new(FindingKinds.SharedCredential, "two-live-connections", 60, "One certificate, two endpoints.", "Both were alive."),
            ],
            Endpoints = [EndpointOf(thing, Known, certificate, now.AddDays(-9)), EndpointOf(thing, Copy, certificate, now)],
            Holdings = [new(now.AddDays(-9), 0), new(now.AddSeconds(-20), 1), new(now.AddSeconds(-12), 0), new(now, 1)],
        });
        var page = await context.Get<FindingQueries>()
            .ListAsync(new FindingQuery { Thing = thing }, 0, 1, PageContext.Administrator, CancellationToken.None);
        return page.Items[0].Id;
    }

    private static ClientEndpoint EndpointOf(string thing, string address, CertificateId certificate, DateTimeOffset at) => new()
    {
        ConnectionId = address,
        ClientId = thing,
        RemoteAddress = $"{address}:40123",
        Protocol = address == Known ? "MQTT 5" : "MQTT 3.1.1",
        Tls = "TLS 1.3, TLS_AES_128_GCM_SHA256",
        Ja4 = "t13d311000_e8f1e7e78f70_1f22a2ca17c4",
        Software = "t13d311000_e8f1e7e78f70_1f22a2ca17c4",
        KeepAlive = 60,
        CertificateId = certificate.ToString(),
        SerialNumber = "4c1e9a07b3d2",
        ConnectedAt = at,
    };
}
