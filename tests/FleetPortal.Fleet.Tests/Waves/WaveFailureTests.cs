using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using Xunit;
using static FleetPortal.Fleet.Tests.Waves.WaveSteps;

namespace FleetPortal.Fleet.Tests.Waves;

/// <summary>Things that fail in a wave: when the wave stops, and what a later wave does with them.</summary>
public sealed class WaveFailureTests
{
    [Fact]
    public async Task TooManyThatDoNotAnswer_StopTheWave_AndWhoComesLaterIsDoneAllTheSame()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 20);
        var wave = await StartAsync(registry,
            new StartWaveRequest(new WaveSelection(), InFlight: 12, StopPercent: 10, GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        var stopped = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Stopped, 12, 8), (stopped.State, stopped.Failed, stopped.Waiting));
        Assert.Equal(("not-proven", 12), (stopped.Failures.Single().Code, stopped.Failures.Single().Count));
        Assert.Equal((true, "12 of the first 12 failed (limit 10 %)"), (stopped.StoppedItself, stopped.Reason));
        Assert.Single(await registry.Get<WaveQueries>().OpenAsync(TestRegistry.Administrator, CancellationToken.None));
        await StepAsync(registry);
        Assert.Equal(8, (await FindAsync(registry, wave.Id)).Waiting);

        await registry.ResumeWaveAsync(wave.Id);
        await StepAsync(registry);
        Assert.Equal((WaveState.Running, 8), ((await FindAsync(registry, wave.Id)).State, (await FindAsync(registry, wave.Id)).InFlight));
        foreach (var certificate in certificates)
        {
            await ObeyAsync(registry, certificate);
        }

        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((20, 0, WaveState.Done), ((await FindAsync(registry, wave.Id)).Committed,
            (await FindAsync(registry, wave.Id)).Failed, (await FindAsync(registry, wave.Id)).State));
    }

    [Fact]
    public async Task AThingThatGotANewCertificate_AndNeverCameBack_HasFailed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = (await EnrolAsync(registry, 1)).Single();
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        await RenewAsync(registry, certificate);
        await registry.NoteAsync("pump-0", connected: false);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        var failed = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Done, 1, "not-proven"), (failed.State, failed.Failed, failed.Failures.Single().Code));
        Assert.Contains("did not connect with it", failed.Failures.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AThingWhoseTurnCannotComeAnyMore_DoesNotKeepTheWaveOpen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 3, connected: false);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection()));
        await StepAsync(registry);
        await registry.RetireAsync("pump-0", forget: false);
        await registry.UpdateAsync(new UpdateThingRequest("pump-1", Enabled: false));
        await registry.RevokeAsync(certificates[2].Id, RevocationReason.KeyCompromise);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await StepAsync(registry);
        var done = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Done, 3), (done.State, done.Failed));
        Assert.Equal(["no-active-certificate", "thing-disabled", "thing-not-found"],
            done.Failures.Select(failure => failure.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhoComesAfterTheEnd_IsNoFailureAnyMore()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 1);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0, TimeoutMinutes: 1));
        await StepAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(2));
        await StepAsync(registry);
        Assert.Equal((1, WaveState.Done), ((await FindAsync(registry, wave.Id)).Failed, (await FindAsync(registry, wave.Id)).State));
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((0, 1), ((await FindAsync(registry, wave.Id)).Failed, (await FindAsync(registry, wave.Id)).Committed));
    }

    [Fact]
    public async Task ThoseThatFailed_AreTriedAgainInAWaveOfTheirOwn_AndThoseThatCameSinceAreNotAmongThem()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 4);
        var first = await StartAsync(registry,
            new StartWaveRequest(new WaveSelection(), StopPercent: 100, GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        await ObeyAsync(registry, certificates[0]);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        await ObeyAsync(registry, certificates[1]);
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((2, 2), ((await FindAsync(registry, first.Id)).Committed, (await FindAsync(registry, first.Id)).Failed));
        Assert.Equal(["pump-2", "pump-3"], (await registry.Get<WaveQueries>()
            .FailedAsync(first.Id, TestRegistry.Administrator, CancellationToken.None)).Select(failed => failed.Thing));

        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection(FailedIn: first.Id), GraceMinutes: 0));
        Assert.Equal((2, $"failed in {first.Id}"), (second.Total, second.Query));
        await StepAsync(registry);
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((2, WaveState.Done), ((await FindAsync(registry, second.Id)).Committed, (await FindAsync(registry, second.Id)).State));
        Assert.Equal((4, 0), ((await FindAsync(registry, first.Id)).Committed, (await FindAsync(registry, first.Id)).Failed));
        Assert.Equal("wave-not-found", (await Assert
            .ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection(FailedIn: "nobody"))))).Code);
        var twice = new StartWaveRequest(new WaveSelection("pump", FailedIn: first.Id));
        Assert.Equal("selection-invalid", (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, twice))).Code);
    }

    [Fact]
    public async Task WhoHasComeSinceItFailed_IsNotTriedAgain_HoweverItCame()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 2);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 60, TimeoutMinutes: 5));
        await StepAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        Assert.Equal((2, WaveState.Done), ((await FindAsync(registry, wave.Id)).Failed, (await FindAsync(registry, wave.Id)).State));

        // One Thing connects late, within the grace period. The rotation of the other is rolled back and started again.
        await ObeyAsync(registry, certificates[0]);
        await registry.RollBackAsync("pump-1",
            (await registry.Get<RotationQueries>().NewestAsync("pump-1", TestRegistry.Administrator, CancellationToken.None))!.Id);
        Assert.Equal(1, await CountAsync());
        await registry.StartRotationAsync("pump-1", null);
        await ObeyAsync(registry, certificates[1]);
        Assert.Equal(0, await CountAsync());

        // The rotation was proven and then rolled back, so the Thing counts as failed again.
        await registry.RollBackAsync("pump-1",
            (await registry.Get<RotationQueries>().NewestAsync("pump-1", TestRegistry.Administrator, CancellationToken.None))!.Id);
        Assert.Equal(1, await CountAsync());

        async Task<int> CountAsync() => (await registry.PlanWaveAsync(new WaveSelection(FailedIn: wave.Id))).Things;
    }

    [Fact]
    public async Task FailuresThatWereSeen_AreNotSetOffAgainstNewOnes()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 22);
        var wave = await StartAsync(registry,
            new StartWaveRequest(new WaveSelection(), InFlight: 11, StopPercent: 20, GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        Assert.Equal((WaveState.Stopped, 11), ((await FindAsync(registry, wave.Id)).State, (await FindAsync(registry, wave.Id)).Failed));

        // The failed Things connect late with their new certificates; none of the rest does.
        await registry.ResumeWaveAsync(wave.Id);
        await ObeyAllAsync(registry, certificates);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        var stopped = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Stopped, 11, 11), (stopped.State, stopped.Committed, stopped.Failed));
    }
}
