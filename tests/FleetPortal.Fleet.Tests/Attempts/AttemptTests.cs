using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Attempts;

/// <summary>What the table of attempts keeps when somebody floods it.</summary>
public sealed class AttemptTests
{
    [Fact]
    public async Task RepeatedRefusals_OfOneAddress_AreOneRowWithACount()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var port = 10_000; port < 22_345; port++)
        {
            Refuse(registry, $"203.0.113.9:{port}", "transport-not-tls");
        }

        await FlushAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        Refuse(registry, "203.0.113.9:1", "transport-not-tls");
        await FlushAsync(registry);
        var attempt = Assert.Single(await ListAsync(registry));
        Assert.Equal((12_346L, "12,346 refused connections from 203.0.113.9"), (attempt.Count, attempt.Repeated));
        Assert.Equal(TimeSpan.FromMinutes(1), attempt.At - attempt.FirstAt);
    }

    [Fact]
    public async Task AfterAnHour_ANewRowBegins()
    {
        await using var registry = await TestRegistry.CreateAsync();
        Refuse(registry, "203.0.113.9:1", "transport-not-tls");
        await FlushAsync(registry);
        registry.Time.Advance(TimeSpan.FromHours(1));
        await FlushAsync(registry);
        Refuse(registry, "203.0.113.9:1", "transport-not-tls");
        await FlushAsync(registry);
        Assert.Equal([1, 1], (await ListAsync(registry)).Select(attempt => attempt.Count));
    }

    [Fact]
    public async Task DifferentReasonsOfOneAddress_AreSeenApart_UntilThereAreTooMany()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 0; i < 1_000; i++)
        {
            Refuse(registry, "203.0.113.9:1", "chain-not-trusted", clientId: $"made-up-{i}");
        }

        await FlushAsync(registry);
        var attempts = await ListAsync(registry);
        Assert.Equal(33, attempts.Count);
        Assert.Equal((1_000L, 968L), (attempts.Sum(attempt => attempt.Count), attempts.Max(attempt => attempt.Count)));
        Assert.Equal("", attempts.Single(attempt => attempt.Count == 968).ClientId);
    }

    [Fact]
    public async Task ManyAddresses_AreBounded_AndTheLastKnownAttemptStays()
    {
        await using var registry = await TestRegistry.CreateAsync();
        Record(registry, "198.51.100.1:1", "dev-1", new Decision(true, "allowed", [], "dev-1", null, null));
        Record(registry, "198.51.100.1:1", "dev-1", new Decision(false, "status-not-active", [], "dev-1", null, null));
        await FlushAsync(registry);
        for (var i = 0; i < 30_000; i++)
        {
            Refuse(registry, $"10.{i / 65536}.{i / 256 % 256}.{i % 256}:1", "transport-not-tls");
            if (i % 9_000 == 0)
            {
                registry.Time.Advance(TimeSpan.FromHours(2));
                await FlushAsync(registry);
            }
        }

        await FlushAsync(registry);
        Refuse(registry, "203.0.113.9:1", "transport-not-tls");
        await FlushAsync(registry);
        Assert.Equal(2, (await ListAsync(registry, new AttemptQuery(Thing: "dev-1"))).Count);
        Assert.InRange((await ListAsync(registry)).Count, 3, AttemptRecorder.KeptOfStrangers + 2);
    }

    [Fact]
    public async Task TheRefusalsOfOneThing_CountTogether_AndAreFoundByClientIdentifierAddressAndCode()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            Record(registry, $"[2001:db8:1:2::{i}]:8883", "dev-1", new Decision(false, "connect-rate", [], "dev-1", null, null));
        }

        Refuse(registry, "203.0.113.9:1", "transport-not-tls");
        await FlushAsync(registry);
        foreach (var query in new[] { new AttemptQuery(ClientId: "dev-1"), new AttemptQuery(Text: "2001:db8"),
            new AttemptQuery(Text: "connect-r"), new AttemptQuery(Text: "dev-"), new AttemptQuery("dev-1", false) })
        {
            var attempt = Assert.Single(await ListAsync(registry, query));
            Assert.Equal((5L, "5 refused connections from 2001:db8:1:2::/64"), (attempt.Count, attempt.Repeated));
        }

        var refused = await Assert
            .ThrowsAsync<FleetError>(() => ListAsync(registry, new AttemptQuery(Text: new string('x', AttemptQuery.MaxText + 1))));
        Assert.Equal("query-too-long", refused.Code);
    }

    [Fact]
    public async Task TheList_GoesOnAfterAPlace_NewestFirst()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 1; i <= 5; i++)
        {
            registry.Time.Advance(TimeSpan.FromSeconds(i % 2));
            Refuse(registry, $"203.0.113.{i}:1", "transport-not-tls");
        }

        await FlushAsync(registry);
        var queries = registry.Get<AttemptQueries>();
        var first = await queries.ListAsync(null, null, null, 2, TestRegistry.Administrator, TestContext.Current.CancellationToken);
        var rest = await queries.ListAsync(null,
            null, new AttemptPlace(first[^1].At, first[^1].Id), 10, TestRegistry.Administrator, TestContext.Current.CancellationToken);
        Assert.Equal((await ListAsync(registry)).Select(attempt => attempt.Id), first.Concat(rest).Select(attempt => attempt.Id));
        Assert.Equal(5, first.Concat(rest).DistinctBy(attempt => attempt.Id).Count());
    }

    private static void Refuse(TestRegistry registry, string endpoint, string code, string clientId = "") =>
        Record(registry, endpoint,
            clientId, new Decision(false, code, [new CheckResult("Check", CheckOutcome.Failed, "compared", code)], null, null, null));

    private static void Record(TestRegistry registry, string endpoint, string clientId, Decision decision) =>
        registry.Get<AttemptRecorder>()
            .Record(new ConnectAttempt { ClientId = clientId, RemoteAddress = endpoint, Protocol = "MQTT 5" }, decision, TimeSpan.Zero);

    private static Task FlushAsync(
        TestRegistry registry) => registry.Get<AttemptRecorder>().FlushAsync(TestContext.Current.CancellationToken);

    private static Task<IReadOnlyList<AttemptView>> ListAsync(TestRegistry registry, AttemptQuery? query = null) =>
        registry.Get<AttemptQueries>()
            .ListAsync(query ?? new AttemptQuery(), null, 50_000, TestRegistry.Administrator, TestContext.Current.CancellationToken);
}
