using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Fleet.Waves;
using Xunit;

namespace FleetPortal.Fleet.Tests;

/// <summary>Many rotations: so many at a time, stopping by its own rule, never two waves over one Thing.</summary>
public sealed class WaveTests
{
    [Fact]
    public async Task AWave_TellsSoManyAtATime_AndIsDone_WhenEveryOldCertificateIsRetired()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 6);
        await registry.RegisterAsync("without-a-certificate");
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 2, GraceMinutes: 1));
        Assert.Equal(6, wave.Total);
        for (var round = 0; round < 3; round++)
        {
            await StepAsync(registry);
            var now = await FindAsync(registry, wave.Id);
            Assert.Equal((2, 4 - (2 * round), 2 * round), (now.InFlight, now.Waiting, now.Proven));
            foreach (var certificate in certificates.Where(certificate => registry.Get<PendingRotationIndex>().ToTell(certificate.ThingName) is not null).ToList())
            {
                await ObeyAsync(registry, certificate);
            }
        }

        await StepAsync(registry);
        Assert.Equal((0, 6, WaveState.Running), ((await FindAsync(registry, wave.Id)).InFlight, (await FindAsync(registry, wave.Id)).Proven, (await FindAsync(registry, wave.Id)).State));
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((6, WaveState.Done), ((await FindAsync(registry, wave.Id)).Committed, (await FindAsync(registry, wave.Id)).State));
    }

    [Fact]
    public async Task TooManyThatDoNotAnswer_StopTheWave_AndWhoComesLaterIsDoneAllTheSame()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 20);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 12, StopPercent: 10, GraceMinutes: 0, TimeoutMinutes: 5));
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

        await registry.Get<SteerWave>().ExecuteAsync(wave.Id, WaveState.Running, TestRegistry.Administrator, CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((WaveState.Running, 8), ((await FindAsync(registry, wave.Id)).State, (await FindAsync(registry, wave.Id)).InFlight));
        foreach (var certificate in certificates)
        {
            await ObeyAsync(registry, certificate);
        }

        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((20, 0, WaveState.Done), ((await FindAsync(registry, wave.Id)).Committed, (await FindAsync(registry, wave.Id)).Failed, (await FindAsync(registry, wave.Id)).State));
    }

    [Fact]
    public async Task ASleepyFleetsWave_WaitsForItsDevices_WithoutAFailure_AndIsDoneAsTheyCome()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 30, connected: false);
        Assert.Equal(new WavePlan(30, 0), await registry.Get<StartWave>().PlanAsync(new WaveSelection(), TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal("wave-nobody-connected", (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection(), OnlyConnected: true)))).Code);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 10, GraceMinutes: 0, TimeoutMinutes: 5));
        for (var hour = 0; hour < 3; hour++)
        {
            await StepAsync(registry);
            registry.Time.Advance(TimeSpan.FromHours(1));
        }

        var waiting = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Running, 30, 30, 0, 0), (waiting.State, waiting.Waiting, waiting.Absent, waiting.Failed, waiting.InFlight));
        foreach (var certificate in certificates)
        {
            await registry.NoteAsync(certificate.ThingName, connected: true);
            await StepAsync(registry);
            await ObeyAllAsync(registry, certificates);
            await registry.NoteAsync(certificate.ThingName, connected: false);
        }

        var done = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Done, 30, 0), (done.State, done.Committed, done.Failed));
    }

    [Fact]
    public async Task AThingThatLeavesAfterItWasAsked_GivesItsPlaceBack_AndIsAskedWhenItComesAgain()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 2);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 1, GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        var asked = certificates.Single(certificate => registry.Get<PendingRotationIndex>().ToTell(certificate.ThingName) is not null);
        var other = certificates.Single(certificate => certificate != asked);
        await registry.NoteAsync(asked.ThingName, connected: false);
        await StepAsync(registry);
        Assert.NotNull(registry.Get<PendingRotationIndex>().ToTell(other.ThingName));
        await ObeyAsync(registry, other);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        var now = await FindAsync(registry, wave.Id);
        Assert.Equal((1, 1, 0, 0), (now.Waiting, now.Absent, now.InFlight, now.Failed));
        await registry.NoteAsync(asked.ThingName, connected: true);
        await StepAsync(registry);
        Assert.Equal((0, 1), ((await FindAsync(registry, wave.Id)).Waiting, (await FindAsync(registry, wave.Id)).InFlight));
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((WaveState.Done, 2), ((await FindAsync(registry, wave.Id)).State, (await FindAsync(registry, wave.Id)).Committed));
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
        await registry.Get<RetireThing>().ExecuteAsync("pump-0", forget: false, TestRegistry.Administrator, CancellationToken.None);
        await registry.Get<UpdateThing>().ExecuteAsync(new UpdateThingRequest("pump-1", Enabled: false), TestRegistry.Administrator, CancellationToken.None);
        await registry.Get<RevokeCertificate>().ExecuteAsync(certificates[2].Id, RevocationReason.KeyCompromise, TestRegistry.Administrator, CancellationToken.None);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await StepAsync(registry);
        var done = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Done, 3), (done.State, done.Failed));
        Assert.Equal(["no-active-certificate", "thing-disabled", "thing-not-found"], done.Failures.Select(failure => failure.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OnlyThoseThatAreConnected_AreInTheWave_WhereThatIsChosen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 3);
        await registry.NoteAsync("pump-1", connected: false);
        Assert.Equal(new WavePlan(3, 2), await registry.Get<StartWave>().PlanAsync(new WaveSelection(), TestRegistry.Administrator, CancellationToken.None));
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
        var range = new WaveSelection(Certificates: new CertificateSelection(null, new CertificateQuery(ExpiresFrom: start.AddDays(35), ExpiresBefore: start.AddDays(42), Usable: true)));
        var wave = await StartAsync(registry, new StartWaveRequest(range, GraceMinutes: 60));
        Assert.Equal((2, "Certificates expiring 28 December 2026 to 4 January 2027"), (wave.Total, wave.Query));
        await StepAsync(registry);
        foreach (var certificate in certificates.Where(certificate => registry.Get<PendingRotationIndex>().ToTell(certificate.ThingName) is not null).ToList())
        {
            await ObeyAsync(registry, certificate);
        }

        // The old ones are valid for another hour, and nobody is offered to rotate them again.
        await StepAsync(registry);
        Assert.Equal(0, (await registry.Get<StartWave>().PlanAsync(range, TestRegistry.Administrator, CancellationToken.None)).Things);
    }

    [Fact]
    public async Task APausedWave_TellsNobody()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 3);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 1));
        await registry.Get<SteerWave>().ExecuteAsync(wave.Id, WaveState.Paused, TestRegistry.Administrator, CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal(3, (await FindAsync(registry, wave.Id)).Waiting);
        await registry.Get<SteerWave>().ExecuteAsync(wave.Id, WaveState.Running, TestRegistry.Administrator, CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal(1, (await FindAsync(registry, wave.Id)).InFlight);
    }

    [Fact]
    public async Task TwoWaves_NeverHaveTheSameThing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 3);
        await StartAsync(registry, new StartWaveRequest(new WaveSelection("pump-1")));
        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection()));
        Assert.Equal(2, second.Total);
        Assert.Equal("wave-overlaps", (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection())))).Code);
        Assert.Equal("wave-empty", (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection("status:none"))))).Code);
        Assert.Equal(4, (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection(), 0, 101, -1, 0)))).Faults.Count);
    }

    [Fact]
    public async Task Things_AreChosenByName_OrByTheirNewestCertificate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 4);
        var start = registry.Get<StartWave>();
        Assert.Equal(2, await CountAsync(new WaveSelection(Names: ["pump-0", "pump-3", "not-there"])));
        Assert.Equal(1, await CountAsync(new WaveSelection(Certificates: new CertificateSelection([certificates[1].Id], null))));
        Assert.Equal(4, await CountAsync(new WaveSelection(Certificates: new CertificateSelection(null, new CertificateQuery(CredentialFilter.Active)))));

        // One in its grace period beside its successor is on its way out, and a revoked one rotates nobody.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key);
        await registry.Get<RevokeCertificate>().ExecuteAsync(certificates[2].Id, RevocationReason.Superseded, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(1, await CountAsync(new WaveSelection(Certificates: new CertificateSelection([.. certificates.Take(3).Select(x => x.Id)], null))));

        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(Names: ["pump-0", "pump-3"])));
        Assert.Equal((2, "2 by name"), (wave.Total, wave.Query));
        foreach (var wrong in new[] { new WaveSelection("pump", ["pump-0"]), new WaveSelection(Names: []), new WaveSelection(Certificates: new CertificateSelection([], null)), new WaveSelection(Certificates: new CertificateSelection(null, new CertificateQuery())) })
        {
            Assert.Equal("selection-invalid", (await Assert.ThrowsAsync<FleetError>(() => CountAsync(wrong))).Code);
        }

        async Task<int> CountAsync(WaveSelection selection) => (await start.PlanAsync(selection, TestRegistry.Administrator, CancellationToken.None)).Things;
    }

    [Fact]
    public async Task ARotationThatIsOpen_IsTakenUpByTheWave()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 2);
        await registry.Get<StartRotation>().ExecuteAsync("pump-0", 0, TestRegistry.Administrator, CancellationToken.None);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0));
        await StepAsync(registry);
        Assert.Equal(2, (await FindAsync(registry, wave.Id)).InFlight);
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((2, WaveState.Done), ((await FindAsync(registry, wave.Id)).Committed, (await FindAsync(registry, wave.Id)).State));
        Assert.All(certificates, certificate => Assert.Single(registry.Get<RotationQueries>().OfThingAsync(certificate.ThingName, TestRegistry.Administrator, CancellationToken.None).Result));
    }

    [Fact]
    public async Task WhatAStoppedWaveLeft_IsAnotherOnes_AndTheFirstGoesOnWithTheRest()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 4);
        var first = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 1, GraceMinutes: 0));
        await StepAsync(registry);
        Assert.Equal("wave-overlaps", (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection())))).Code);
        await registry.Get<SteerWave>().ExecuteAsync(first.Id, WaveState.Stopped, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(3, (await registry.Get<StartWave>().PlanAsync(new WaveSelection(), TestRegistry.Administrator, CancellationToken.None)).Things);
        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0));
        Assert.Equal((3, 4, 3), (second.Total, (await FindAsync(registry, first.Id)).Total, (await FindAsync(registry, first.Id)).TakenOver));
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
        await registry.Get<SteerWave>().ExecuteAsync(first.Id, WaveState.Stopped, TestRegistry.Administrator, CancellationToken.None);
        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection()));
        await StepAsync(registry);
        Assert.Equal((WaveState.Done, 2, 2), ((await FindAsync(registry, first.Id)).State, (await FindAsync(registry, first.Id)).Total, (await FindAsync(registry, first.Id)).TakenOver));
        Assert.Equal(2, (await FindAsync(registry, second.Id)).InFlight);
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
        var first = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), StopPercent: 100, GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        await ObeyAsync(registry, certificates[0]);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        await ObeyAsync(registry, certificates[1]);
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((2, 2), ((await FindAsync(registry, first.Id)).Committed, (await FindAsync(registry, first.Id)).Failed));
        Assert.Equal(["pump-2", "pump-3"], (await registry.Get<WaveQueries>().FailedAsync(first.Id, TestRegistry.Administrator, CancellationToken.None)).Select(failed => failed.Thing));

        var second = await StartAsync(registry, new StartWaveRequest(new WaveSelection(FailedIn: first.Id), GraceMinutes: 0));
        Assert.Equal((2, $"failed in {first.Id}"), (second.Total, second.Query));
        await StepAsync(registry);
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((2, WaveState.Done), ((await FindAsync(registry, second.Id)).Committed, (await FindAsync(registry, second.Id)).State));
        Assert.Equal((4, 0), ((await FindAsync(registry, first.Id)).Committed, (await FindAsync(registry, first.Id)).Failed));
        Assert.Equal("wave-not-found", (await Assert.ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection(FailedIn: "nobody"))))).Code);
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

        // Late, and within the grace period; and one whose rotation was given up and begun anew.
        await ObeyAsync(registry, certificates[0]);
        await registry.Get<RollBackRotation>().ExecuteAsync("pump-1", (await registry.Get<RotationQueries>().NewestAsync("pump-1", TestRegistry.Administrator, CancellationToken.None))!.Id, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(1, await CountAsync());
        await registry.Get<StartRotation>().ExecuteAsync("pump-1", null, TestRegistry.Administrator, CancellationToken.None);
        await ObeyAsync(registry, certificates[1]);
        Assert.Equal(0, await CountAsync());

        // Come, and then rolled back: it has not come after all.
        await registry.Get<RollBackRotation>().ExecuteAsync("pump-1", (await registry.Get<RotationQueries>().NewestAsync("pump-1", TestRegistry.Administrator, CancellationToken.None))!.Id, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(1, await CountAsync());

        async Task<int> CountAsync() => (await registry.Get<StartWave>().PlanAsync(new WaveSelection(FailedIn: wave.Id), TestRegistry.Administrator, CancellationToken.None)).Things;
    }

    [Fact]
    public async Task AWave_SaysHowLongTheSwitchTakes_AndWhenItWillBeDone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 8);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 4));
        Assert.Null(wave.DoneAbout);
        await StepAsync(registry);
        Assert.Null((await FindAsync(registry, wave.Id)).Switches);

        // Two at once, two after twenty seconds: four in twenty, and four are to go.
        var told = certificates.Where(certificate => registry.Get<PendingRotationIndex>().ToTell(certificate.ThingName) is not null).ToList();
        await ObeyAsync(registry, told[0]);
        await ObeyAsync(registry, told[1]);
        registry.Time.Advance(TimeSpan.FromSeconds(20));
        await ObeyAsync(registry, told[2]);
        await ObeyAsync(registry, told[3]);
        await registry.Get<SteerWave>().ExecuteAsync(wave.Id, WaveState.Paused, TestRegistry.Administrator, CancellationToken.None);
        await StepAsync(registry);
        Assert.Null((await FindAsync(registry, wave.Id)).DoneAbout);
        await registry.Get<SteerWave>().ExecuteAsync(wave.Id, WaveState.Running, TestRegistry.Administrator, CancellationToken.None);
        var now = await FindAsync(registry, wave.Id);
        Assert.Equal(registry.Time.GetUtcNow().AddSeconds(20), now.DoneAbout);
        Assert.Equal((4, TimeSpan.Zero, TimeSpan.FromSeconds(20)), (now.Switches!.Count, now.Switches.Median, now.Switches.Most));
        Assert.Equal([(0.5, 2), (30d, 2)], now.Switches.Bars.Where(bar => bar.Count > 0).Select(bar => (bar.UpTo!.Value.TotalSeconds, bar.Count)));
    }

    [Fact]
    public async Task FailuresThatWereSeen_AreNotSetOffAgainstNewOnes()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 22);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 11, StopPercent: 20, GraceMinutes: 0, TimeoutMinutes: 5));
        await StepAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        Assert.Equal((WaveState.Stopped, 11), ((await FindAsync(registry, wave.Id)).State, (await FindAsync(registry, wave.Id)).Failed));

        // Those come late; of the rest nobody comes.
        await registry.Get<SteerWave>().ExecuteAsync(wave.Id, WaveState.Running, TestRegistry.Administrator, CancellationToken.None);
        await ObeyAllAsync(registry, certificates);
        registry.Time.Advance(TimeSpan.FromMinutes(6));
        await StepAsync(registry);
        var stopped = await FindAsync(registry, wave.Id);
        Assert.Equal((WaveState.Stopped, 11, 11), (stopped.State, stopped.Committed, stopped.Failed));
    }

    [Fact]
    public async Task MessagesAreCounted_FromTheTellingToTheEnd_AlsoWithARestartInBetween()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 1);
        var before = registry.Get<SequenceTracker>();
        Note(before, 1, 2, 3);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0));
        await StepAsync(registry);
        Note(before, 4, 6);
        Assert.Equal((2L, 1L, 1), Counted(await FindAsync(registry, wave.Id)));

        // Another start counts anew: nothing of before is taken off from what it counts.
        var after = new SequenceTracker();
        Note(after, 7, 8, 9, 10, 11);
        var queries = new WaveQueries(registry.Get<Registry>(), after);
        Assert.Equal((5L, 0L, 1), Counted((await queries.FindAsync(wave.Id, TestRegistry.Administrator, CancellationToken.None))!));

        // The next message after the switch belongs to it; what comes much later does not.
        await ObeyAllAsync(registry, certificates);
        Note(before, 8);
        Assert.Equal((3L, 2L, 1), Counted(await FindAsync(registry, wave.Id)));
        registry.Time.Advance(TimeSpan.FromMinutes(15));
        await StepAsync(registry);
        Note(before, 20);
        Assert.Equal((3L, 2L, 1), Counted(await FindAsync(registry, wave.Id)));

        static void Note(SequenceTracker watch, params int[] numbers) => Array.ForEach(numbers, number => watch.Note("pump-0", System.Text.Encoding.UTF8.GetBytes($$"""{"seq":{{number}}}""")));
        static (long, long, int) Counted(WaveView view) => (view.MessagesReceived, view.MessagesLost, view.Numbering);
    }

    /// <summary>Those that were told come with a new certificate; the old ones are retired, and the waves take note.</summary>
    private static async Task ObeyAllAsync(TestRegistry registry, List<CertificateView> certificates)
    {
        foreach (var certificate in certificates.Where(certificate => registry.Get<PendingRotationIndex>().ToTell(certificate.ThingName) is not null).ToList())
        {
            await ObeyAsync(registry, certificate);
        }

        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
    }

    private static async Task<List<CertificateView>> EnrolAsync(TestRegistry registry, int count, bool connected = true)
    {
        var certificates = new List<CertificateView>();
        for (var i = 0; i < count; i++)
        {
            certificates.Add(await registry.EnrolAsync($"pump-{i}"));
            if (connected)
            {
                await registry.NoteAsync($"pump-{i}", connected: true);
            }
        }

        return certificates;
    }

    private static Task<WaveView> StartAsync(TestRegistry registry, StartWaveRequest request) => registry.Get<StartWave>().ExecuteAsync(request, TestRegistry.Administrator, CancellationToken.None);

    private static Task StepAsync(TestRegistry registry) => registry.Get<WaveRunner>().StepAsync(CancellationToken.None);

    private static async Task<WaveView> FindAsync(TestRegistry registry, string id) => (await registry.Get<WaveQueries>().FindAsync(id, TestRegistry.Administrator, CancellationToken.None))!;

    private static async Task ObeyAsync(TestRegistry registry, CertificateView with)
    {
        var renewed = await RenewAsync(registry, with);
        await registry.NoteAsync(with.ThingName, connected: true, renewed.Id);
        await registry.Get<RotationProof>().NoteConnectedAsync(with.ThingName, renewed.Id);
    }

    private static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView with)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(with.Der);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shown = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
        var request = new CertificateRequest($"CN={with.ThingName}", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return (await registry.Get<RenewCertificate>().ExecuteAsync(shown, request, makeKey: false, new DeviceOrigin("", "TLS 1.3", "MQTT"), CancellationToken.None)).Certificate;
    }
}
