using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Tests.Findings;

/// <summary>What the detector says, and what tests of findings do most often.</summary>
internal static class Suspicions
{
    /// <summary>A suspicion that one certificate is used from two addresses.</summary>
    public static Suspicion Of(
        TestRegistry registry, string thing, CertificateId certificate, int score = 60, params string[] addresses) => new()
    {
        Kind = FindingKinds.SharedCredential,
        Principal = thing,
        PrincipalKind = PrincipalKind.Thing,
        At = registry.Time.GetUtcNow(),
        Score = score,
        Count = addresses.Length == 0 ? 1 : addresses.Length - 1,
        Reasons = [new(FindingKinds.SharedCredential, "two-live-connections", 60, "One certificate, two endpoints.", "Both were alive.")],
        Endpoints = [.. (addresses.Length == 0 ? ["10.0.0.1", "10.0.0.2"] : addresses).Select(address => new ClientEndpoint
        {
            ClientId = thing,
            RemoteAddress = $"{address}:40000",
            Protocol = "MQTT 5",
            CertificateId = certificate.ToString(),
            ConnectedAt = registry.Time.GetUtcNow(),
        })],
    };

    public static Task SuspectAsync(this TestRegistry registry, Suspicion suspicion) =>
        registry.Get<ISuspicionSink>().StoreAsync(suspicion);

    public static async Task<IReadOnlyList<FindingRow>> FindingsAsync(this TestRegistry registry, string? query = null) =>
        (await registry.Get<FindingQueries>()
            .ListAsync(FindingQuery.Parse(query), 0, 100, TestRegistry.Administrator, CancellationToken.None)).Items;

    public static async Task<FindingView> FindingAsync(this TestRegistry registry, string id) =>
        (await registry.Get<FindingQueries>().FindAsync(id, TestRegistry.Administrator, CancellationToken.None))!;

    /// <summary>Registers a Thing and issues a certificate to it.</summary>
    public static async Task<CertificateId> ThingAsync(this TestRegistry registry, string name)
    {
        await registry.RegisterAsync(new(name, "pump"));
        return (await registry.IssueAsync(new(name))).Certificate.Id;
    }
}
