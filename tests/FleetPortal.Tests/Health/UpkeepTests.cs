using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using FleetPortal.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Health;

/// <summary>The service that runs upkeep steps.</summary>
public sealed class UpkeepTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task AStepThatThrows_AndOneThatHangs_DoNotDelayTheOthers_AndAreNamed()
    {
        using var unblock = new ManualResetEventSlim();
        var runs = 0;
        UpkeepStep[] steps =
        [
            new("hanging", TimeSpan.FromSeconds(1), cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken)),
            new("blocking", TimeSpan.FromSeconds(1), _ =>
            {
                unblock.Wait(TestContext.Current.CancellationToken);
                return Task.CompletedTask;
            }),
            new("throwing", TimeSpan.FromMinutes(1), _ => throw new InvalidOperationException("a fault")),
            new("sound", TimeSpan.FromMinutes(1), _ =>
            {
                Interlocked.Increment(ref runs);
                return Task.CompletedTask;
            }),
        ];
        var state = new UpkeepState(steps, _time);
        using var service = new UpkeepService(steps, state, _time, NullLogger<UpkeepService>.Instance);
        await service.StartAsync(TestContext.Current.CancellationToken);
        for (var minute = 1; minute <= 17; minute++)
        {
            await Eventually.Holds("both loops wait for their next run",
                () => Volatile.Read(ref runs) == minute && StateOf(state, "sound").NextRun is not null
                && StateOf(state, "throwing") is { NextRun: not null } throwing && throwing.FailuresInARow == minute);
            if (minute < 17)
            {
                _time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        Assert.Equal(["blocking has been running for 16 minutes",
            "hanging has been running for 16 minutes", "throwing failed 17 times in a row"], state.Faults);
        Assert.Equal(0, StateOf(state, "sound").FailuresInARow);
        unblock.Set();
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AStepThatFails_WaitsLongerEachTime_AndIsSoundAgainAfterOneSuccess()
    {
        var (runs, fails) = (0, true);
        UpkeepStep[] steps =
        [
            new("step", TimeSpan.FromSeconds(1), _ =>
            {
                Interlocked.Increment(ref runs);
                return fails ? throw new InvalidOperationException("a fault") : Task.CompletedTask;
            }),
        ];
        var state = new UpkeepState(steps, _time);
        using var service = new UpkeepService(steps, state, _time, NullLogger<UpkeepService>.Instance);
        await service.StartAsync(TestContext.Current.CancellationToken);
        foreach (var (run, pause) in new[] { (1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (6, 10) })
        {
            await Eventually.Holds($"run {run} has failed",
                () => StateOf(state, "step") is { NextRun: not null, FailuresInARow: var failures } && failures == run);
            _time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(run, Volatile.Read(ref runs));
            fails = run < 6;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await Eventually.Holds("the step succeeds", () => StateOf(state, "step").LastSuccess is not null);
        Assert.Empty(state.Faults);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Health_NamesTheStepThatFails()
    {
        await using var portal = await RunningPortal.StartWithServicesAsync(services => services.AddUpkeep<UpkeepTests>("faulty",
            TimeSpan.FromSeconds(1), (_, _) => throw new InvalidOperationException("a fault")).AddSingleton(this));
        await Eventually.Holds("health names the step", async () => (await portal.Api
            .GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Contains("faulty failed", StringComparison.Ordinal));
    }

    private static UpkeepStepState StateOf(UpkeepState state, string step) => state.All.Single(one => one.Name == step);
}
