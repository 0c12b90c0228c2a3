using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using FleetPortal.Fleet.Waves;
using Xunit;
using static FleetPortal.Fleet.Tests.Waves.WaveSteps;

namespace FleetPortal.Fleet.Tests.Waves;

/// <summary>The progress of a wave: the limit of Things at the same time, sleeping devices, and the count of messages.</summary>
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
            foreach (var certificate in certificates.Where(certificate => registry.Get<PendingRotationIndex>()
                .ToTell(certificate.ThingName) is not null).ToList())
            {
                await ObeyAsync(registry, certificate);
            }
        }

        await StepAsync(registry);
        Assert.Equal((0, 6, WaveState.Running), ((await FindAsync(registry, wave.Id)).InFlight,
            (await FindAsync(registry, wave.Id)).Proven, (await FindAsync(registry, wave.Id)).State));
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
        Assert.Equal((6, WaveState.Done), ((await FindAsync(registry, wave.Id)).Committed, (await FindAsync(registry, wave.Id)).State));
    }

    [Fact]
    public async Task ASleepyFleetsWave_WaitsForItsDevices_WithoutAFailure_AndIsDoneAsTheyCome()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 30, connected: false);
        Assert.Equal(new WavePlan(30, 0), await registry.PlanWaveAsync(new WaveSelection()));
        Assert.Equal("wave-nobody-connected", (await Assert
            .ThrowsAsync<FleetError>(() => StartAsync(registry, new StartWaveRequest(new WaveSelection(), OnlyConnected: true)))).Code);
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
    public async Task APausedWave_TellsNobody()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await EnrolAsync(registry, 3);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), InFlight: 1));
        await registry.PauseWaveAsync(wave.Id);
        await StepAsync(registry);
        Assert.Equal(3, (await FindAsync(registry, wave.Id)).Waiting);
        await registry.ResumeWaveAsync(wave.Id);
        await StepAsync(registry);
        Assert.Equal(1, (await FindAsync(registry, wave.Id)).InFlight);
    }

    [Fact]
    public async Task ARotationThatIsOpen_IsTakenUpByTheWave()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = await EnrolAsync(registry, 2);
        await registry.StartRotationAsync("pump-0", 0);
        var wave = await StartAsync(registry, new StartWaveRequest(new WaveSelection(), GraceMinutes: 0));
        await StepAsync(registry);
        Assert.Equal(2, (await FindAsync(registry, wave.Id)).InFlight);
        await ObeyAllAsync(registry, certificates);
        Assert.Equal((2, WaveState.Done), ((await FindAsync(registry, wave.Id)).Committed, (await FindAsync(registry, wave.Id)).State));
        Assert.All(certificates, certificate => Assert.Single(registry.Get<RotationQueries>()
            .OfThingAsync(certificate.ThingName, TestRegistry.Administrator, CancellationToken.None).Result));
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

        // Two Things are done immediately and two after 20 seconds. At this speed, the remaining four take 20 seconds.
        var told = certificates.Where(certificate => registry.Get<PendingRotationIndex>()
            .ToTell(certificate.ThingName) is not null).ToList();
        await ObeyAsync(registry, told[0]);
        await ObeyAsync(registry, told[1]);
        registry.Time.Advance(TimeSpan.FromSeconds(20));
        await ObeyAsync(registry, told[2]);
        await ObeyAsync(registry, told[3]);
        await registry.PauseWaveAsync(wave.Id);
        await StepAsync(registry);
        Assert.Null((await FindAsync(registry, wave.Id)).DoneAbout);
        await registry.ResumeWaveAsync(wave.Id);
        var now = await FindAsync(registry, wave.Id);
        Assert.Equal(registry.Time.GetUtcNow().AddSeconds(20), now.DoneAbout);
        Assert.Equal((4, TimeSpan.Zero, TimeSpan.FromSeconds(20)), (now.Switches!.Count, now.Switches.Median, now.Switches.P95));
        Assert.Equal([(0.5, 2), (30d, 2)],
            now.Switches.Bars.Where(bar => bar.Count > 0).Select(bar => (bar.UpTo!.Value.TotalSeconds, bar.Count)));
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

        // After a restart, the tracker counts from zero. Nothing is subtracted from the new counts.
        var after = new SequenceTracker();
        Note(after, 7, 8, 9, 10, 11);
        var queries = new WaveQueries(registry.Get<Registry>(), after);
        Assert.Equal((5L, 0L, 1), Counted((await queries.FindAsync(wave.Id, TestRegistry.Administrator, CancellationToken.None))!));

        // The first message after the switch belongs to the wave; a much later one does not.
        await ObeyAllAsync(registry, certificates);
        Note(before, 8);
        Assert.Equal((3L, 2L, 1), Counted(await FindAsync(registry, wave.Id)));
        registry.Time.Advance(TimeSpan.FromMinutes(15));
        await StepAsync(registry);
        Note(before, 20);
        Assert.Equal((3L, 2L, 1), Counted(await FindAsync(registry, wave.Id)));

        static void Note(SequenceTracker watch, params int[] numbers) =>
            Array.ForEach(numbers, number => watch.Note("pump-0", System.Text.Encoding.UTF8.GetBytes($$"""{"seq":{{number}}}""")));
        static (long, long, int) Counted(WaveView view) => (view.MessagesReceived, view.MessagesLost, view.Numbering);
    }
}
