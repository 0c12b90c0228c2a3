using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Proofs;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FleetPortal.Fleet.Tests.Proofs;

/// <summary>The rolling proof on a registry: who takes part, what is stored, and what is forgotten.</summary>
public sealed class RollingProofTests
{
    [Fact]
    public async Task OnlyAThingThatWasSwitchedOn_OrItsType_TakesPart()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var proof = registry.Get<RollingProof>();
        var allowed = new Decision(true, RefusalCodes.Allowed, [], "pump-1", null, null) { ThingType = "pump" };
        Assert.False(proof.TakesPart(allowed));
        Assert.True(proof.TakesPart(allowed with { RollingProof = true }));
        Assert.False(proof.TakesPart(allowed with { RollingProof = true, Allowed = false }));
        var ofType = ActivatorOf(registry, ProofTypes.Of(["pump"]));
        Assert.True(ofType.TakesPart(allowed));
        Assert.False(ofType.TakesPart(allowed with { ThingType = "Pump" }));
    }

    [Fact]
    public async Task TheValueThatWasHandedOut_IsKnownAtTheNextConnect_AndStoredAsHashOnly()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        await registry.UpdateAsync(new UpdateThingRequest("pump-1", RollingProof: true));
        var first = await ExchangeAsync(registry, null);
        var second = await ExchangeAsync(registry, first.Value);
        Assert.Equal((ProofVerdict.First, ProofVerdict.Next), (first.Judgement.Verdict, second.Judgement.Verdict));
        Assert.Equal(22, first.Value.Length);
        Assert.NotEqual(first.Value, second.Value);
        await using var db = registry.Get<IDbContextFactory<FleetDbContext>>().CreateDbContext();
        var chain = (await db.Set<ProofRecord>().SingleAsync(TestContext.Current.CancellationToken)).Chain;
        Assert.DoesNotContain(first.Value, chain, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Value, chain, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await db.Set<AuditRecord>().Select(entry => entry.Details).ToListAsync(TestContext.Current.CancellationToken),
            details => details?.Contains(second.Value, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task ARetiredThing_LeavesNoProof()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var first = await ExchangeAsync(registry, null);
        await registry.RetireAsync("pump-1", forget: true);
        await registry.EnrolAsync("pump-1");
        Assert.Equal(ProofVerdict.First, (await ExchangeAsync(registry, first.Value)).Judgement.Verdict);
    }

    [Fact]
    public async Task HundredConnectsAtOnce_EachGetAValueOfTheirOwn_AndOneValueIsNext()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var first = await ExchangeAsync(registry, null);
        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ExchangeAsync(registry, first.Value)));
        Assert.Equal(100, all.Select(one => one.Value).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(all, one => one.Judgement.Verdict == ProofVerdict.Next);
        Assert.Equal(99, all.Count(one => one.Judgement.Verdict == ProofVerdict.Again));
    }

    private static async Task<ProofExchange> ExchangeAsync(TestRegistry registry, string? shown)
    {
        var live = new LiveConnection("c-1", "pump-1", null, registry.Time.GetUtcNow(), _ => Task.CompletedTask)
        {
            RemoteAddress = "10.20.4.17:1", Protocol = "MQTT 5",
        };
        var decision = new Decision(true, RefusalCodes.Allowed, [], "pump-1", null, null) { RollingProof = true };
        return (await registry.Get<RollingProof>().ExchangeAsync(decision, shown, live))!;
    }

    private static RollingProof ActivatorOf(TestRegistry registry, ProofTypes types) => new(
        registry.Get<Registry>(), types, Microsoft.Extensions.Logging.Abstractions.NullLogger<RollingProof>.Instance);
}
