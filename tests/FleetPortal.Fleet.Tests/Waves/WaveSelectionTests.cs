using System.Security.Cryptography;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using Xunit;
using static FleetPortal.Fleet.Tests.Waves.WaveSteps;

namespace FleetPortal.Fleet.Tests.Waves;

/// <summary>The Things that a wave selects. No two waves have the same Thing.</summary>
public sealed class WaveSelectionTests
{
    [Fact]
    public async Task OnlyThoseThatAreConnected_AreInTheWave_WhereThatIsChosen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 3);
        await registry.NoteAsync("pump-1", connected: false);
        Assert.Equal(new WavePlan(3, 2), await registry.PlanWaveAsync(new WaveSelection()));
        Assert.Equal(2, (await StartAsync(registry, new StartWaveRequest(new WaveSelection(), OnlyConnected: true))).Total);
    }

    [Fact]
    public async Task AWaveOverTheBarOfAChart_HasItsOwnRange_AndNothingRightAfterAWave()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = new List<CertificateView>();
        foreach (var (name, days) in new[] { ("early", 10), ("in-1", 40), ("in-2", 41), ("late", 80) })
        {
            certificates.Add(await registry.EnrolAsync(name, days));
            await registry.ComeAsync(certificates[^1]);
        }

        var start = registry.Time.GetUtcNow();
        var range = new WaveSelection(Certificates: new CertificateSelection(null,
            new CertificateQuery(ExpiresFrom: start.AddDays(35), ExpiresBefore: start.AddDays(42), Usable: true)));
        var wave = await StartAsync(registry, new StartWaveRequest(range, GraceMinutes: 60));
        Assert.Equal((2, "Certificates expiring 28 December 2026 to 4 January 2027"), (wave.Total, wave.Query));
        await StepAsync(registry);
        foreach (var certificate in certificates.Where(certificate => registry.Get<PendingRotationIndex>()
            .ToTell(certificate.ThingName) is not null).ToList())
        {
            await ObeyAsync(registry, certificate);
        }

        // The old certificates are valid for another hour, but the Things are not selected for another rotation.
        await StepAsync(registry);
        Assert.Equal(0, (await registry.PlanWaveAsync(range)).Things);
    }

    [Fact]
    public async Task TwoWaves_NeverHaveTheSameThing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 3);
        await StartAsync(registry, new StartWaveRequest(new WaveSelection("pump-1")));
        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection()));
        Assert.Equal(2, second.Total);
        Assert.Equal("wave-overlaps",
            (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection())))).Code);
        Assert.Equal("wave-empty", (await Assert
            .ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection("status:none"))))).Code);
        Assert.Equal(4, (await Assert
            .ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection(), 0, 101, -1, 0)))).Faults.Count);
    }

    [Fact]
    public async Task Things_AreChosenByName_OrByTheirNewestCertificate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 4);
        var start = registry.Get<StartWave>();
        Assert.Equal(2, await CountAsync(new WaveSelection(Names: ["pump-0", "pump-3", "not-there"])));
        Assert.Equal(1, await CountAsync(new WaveSelection(Certificates: new CertificateSelection([certificates[1].Id], null))));
        Assert.Equal(4, await CountAsync(
            new WaveSelection(Certificates: new CertificateSelection(null, new CertificateQuery(CredentialFilter.Active)))));

        // A certificate in its grace period and a revoked certificate select no Thing.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key);
        await registry.RevokeAsync(certificates[2].Id, RevocationReason.Superseded);
        Assert.Equal(1,
            await CountAsync(new WaveSelection(Certificates: new CertificateSelection([.. certificates.Take(3).Select(x => x.Id)], null))));

        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(Names: ["pump-0", "pump-3"])));
        Assert.Equal((2, "2 by name"), (wave.Total, wave.Query));
        foreach (var wrong in new[] { new WaveSelection("pump", ["pump-0"]),
            new WaveSelection(Names: []), new WaveSelection(Certificates: new CertificateSelection([], null)),
            new WaveSelection(Certificates: new CertificateSelection(null, new CertificateQuery())) })
        {
            Assert.Equal("selection-invalid", (await Assert.ThrowsAsync<FleetError>(() => CountAsync(wrong))).Code);
        }

        async Task<int> CountAsync(WaveSelection selection) =>
            (await start.PlanAsync(selection, TestRegistry.Administrator, CancellationToken.None)).Things;
    }

    [Fact]
    public async Task WhatAStoppedWaveLeft_IsAnotherOnes_AndTheFirstGoesOnWithTheRest()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 4);
        var first = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 1, GraceMinutes: 0));
        await StepAsync(registry);
        Assert.Equal("wave-overlaps",
            (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection())))).Code);
        await registry.StopWaveAsync(first.Id);
        Assert.Equal(3, (await registry.PlanWaveAsync(new WaveSelection())).Things);
        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0));
        Assert.Equal((3, 4, 3),
            (second.Total, (await FindAsync(registry, first.Id)).Total, (await FindAsync(registry, first.Id)).TakenOver));
        await StepAsync(registry);
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((1, WaveState.Done), ((await FindAsync(registry, first.Id)).Committed, (await FindAsync(registry, first.Id)).State));
        Assert.Equal((3, WaveState.Done), ((await FindAsync(registry, second.Id)).Committed, (await FindAsync(registry, second.Id)).State));
    }

    [Fact]
    public async Task AStoppedWaveOfWhichAllWasTaken_IsDone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 2);
        var first = await StartAsync(registry, new StartWaveRequest(new WaveSelection()));
        await registry.StopWaveAsync(first.Id);
        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection()));
        await StepAsync(registry);
        Assert.Equal((WaveState.Done, 2, 2), ((await FindAsync(registry, first.Id)).State,
            (await FindAsync(registry, first.Id)).Total, (await FindAsync(registry, first.Id)).TakenOver));
        Assert.Equal(2, (await FindAsync(registry, second.Id)).InFlight);
    }
}
