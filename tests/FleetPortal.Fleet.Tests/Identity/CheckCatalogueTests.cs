using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using Xunit;

namespace FleetPortal.Fleet.Tests.Identity;

/// <summary>The identifiers of checks: one for each, and stored with every attempt.</summary>
public sealed class CheckCatalogueTests
{
    [Fact]
    public void EveryCheck_HasAnIdentifier_AndANameOfItsOwn()
    {
        Assert.Equal(typeof(CheckCatalogue).GetProperties().Count(property => property.PropertyType == typeof(Check)),
            CheckCatalogue.All.Count);
        Assert.All(CheckCatalogue.All, check => Assert.Matches("^[a-z]+(-[a-z]+)+$", check.Id));
        Assert.Equal(CheckCatalogue.All.Count, CheckCatalogue.All.DistinctBy(check => check.Id).Count());
        Assert.Equal(CheckCatalogue.All.Count, CheckCatalogue.All.DistinctBy(check => check.Name).Count());
    }

    [Fact]
    public async Task TheDecision_RunsTheChecksInTheOrderOfTheCatalogue_AndTheAttemptKeepsTheirIdentifiers()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var attempt = new ConnectAttempt { ClientId = "pump-1", RemoteAddress = "192.0.2.7:1", Protocol = "MQTT 5", Tls = "TLS 1.3" };
        var decision = registry.Get<IdentityDecider>().Decide(attempt);
        var ids = CheckCatalogue.All.Take(decision.Checks.Count).Select(check => check.Id).ToList();
        Assert.Equal(12, ids.Count);
        Assert.Equal(ids, decision.Checks.Select(check => check.Id));
        Assert.Equal(ids, (await StoredAsync(registry, attempt, decision)).Select(check => check.Id));
    }

    [Fact]
    public async Task AnAttemptOfAnOlderVersion_GetsTheIdentifierOfTheName()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var attempt = new ConnectAttempt { ClientId = "pump-1", RemoteAddress = "192.0.2.7:1", Protocol = "MQTT 5" };
        CheckResult[] checks =
            [new("Status is Active", CheckOutcome.Passed, "Active"), new("A check that is gone", CheckOutcome.Failed, "", "gone")];
        var stored = await StoredAsync(registry, attempt, new Decision(false, "gone", checks, null, null, null));
        Assert.Equal(["status-is-active", null], stored.Select(check => check.Id));
    }

    private static async Task<IReadOnlyList<CheckResult>> StoredAsync(TestRegistry registry, ConnectAttempt attempt, Decision decision)
    {
        registry.Get<AttemptRecorder>().Record(attempt, decision, TimeSpan.Zero);
        await registry.Get<AttemptRecorder>().FlushAsync(TestContext.Current.CancellationToken);
        var attempts = await registry.Get<AttemptQueries>()
            .ListAsync(new AttemptQuery(), null, 10, TestRegistry.Administrator, TestContext.Current.CancellationToken);
        return Assert.Single(attempts).Checks;
    }
}
