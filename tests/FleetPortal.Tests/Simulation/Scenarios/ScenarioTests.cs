using System.Text.Json.Nodes;
using FleetPortal.Simulator;
using FleetPortal.Simulator.Scenarios;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Simulation.Scenarios;

/// <summary>Every scenario against a real portal: what it claims, and that it leaves no Thing, session or finding behind.</summary>
public sealed class ScenarioTests : IAsyncLifetime
{
    private readonly List<ScenarioProgress> _reports = [];
    private readonly Lock _lock = new();
    private RunningPortal _portal = null!;

    public static TheoryData<string> Names => [.. ScenarioCatalogue.All.Select(scenario => scenario.Name)];

    public async ValueTask InitializeAsync() => _portal = await RunningPortal.StartAsync(null, "Production",
        "--Limits:ConnectsPerMinute=60");

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AScenario_ShowsWhatItClaims_AndEndsClean(string name)
    {
        var result = await RunAsync(name, contains: true, TestContext.Current.CancellationToken);
        Assert.Equal((ScenarioState.Done, null), (result.State, result.Fault));
        Assert.All(result.Steps, step => Assert.Equal(ScenarioStepState.Done, step.State));
        Assert.Equal(ScenarioCatalogue.Find(name)!.Steps.Count, result.DoneSteps);
        var times = result.Steps.Select(step => step.EndedAfter!.Value).ToList();
        Assert.Equal(times.Order(), times);
        await AssertCleanAsync(result);
        switch (name)
        {
            case "clone":
                await AssertFoundAsync(result, "shared-credential");
                Assert.Contains("on hold", result.Steps[4].Text, StringComparison.Ordinal);
                Assert.Contains("the clone stays out", result.Steps[5].Text, StringComparison.Ordinal);
                var ends = (await _portal.GetAsync($"/findings/{result.Finding}"))["evidence"]!["endpoints"]!.AsArray();
                Assert.Equal(["127.0.0.1", "127.0.0.9"],
                    ends.Select(end => ((string)end!["remoteAddress"]!).Split(':')[0]).Order(StringComparer.Ordinal));
                break;
            case "shared-certificate":
                await AssertFoundAsync(result, "shared-credential");
                Assert.Equal("1 accepted, 9 refused", result.Steps[1].Text);
                break;
            case "revoked-device":
                await AssertFoundAsync(result, "refused-repeatedly");
                break;
            case "clone-in-turns":
                // Without the rolling proof nothing finds it, and the scenario says so.
                Assert.Null(result.Finding);
                Assert.StartsWith("nothing", result.Steps[2].Text, StringComparison.Ordinal);
                break;
            case "rotation-wave":
                Assert.EndsWith(" 0 lost", result.Steps[2].Text, StringComparison.Ordinal);
                Assert.Empty(await FindingsAsync());
                break;
            case "authority-drill":
                Assert.Contains("3 certificates, 3 sessions", result.Steps[2].Text, StringComparison.Ordinal);
                var authorities = (await _portal.GetAsync("/authorities"))["items"]!.AsArray();
                Assert.Equal("retired", (string)Assert.Single(authorities, one => (string)one!["kind"]! == "registered")!["status"]!);
                Assert.Single(authorities, one => (bool)one!["standard"]! && (string)one["status"]! == "active");
                break;
            case "topic-trespass":
                Assert.All(result.Steps.Skip(1).Take(2),
                    step => Assert.EndsWith("NotAuthorized", step.Text, StringComparison.Ordinal));
                break;
            default:
                Assert.Empty(await FindingsAsync());
                break;
        }
    }

    [Fact]
    public async Task WithoutAPerson_TheCloneGivesUp_AndEndsClean()
    {
        var result = await RunAsync("clone", contains: false, TestContext.Current.CancellationToken, TimeSpan.FromMilliseconds(1));
        Assert.Equal((ScenarioState.Failed, "Nobody contained it in time."), (result.State, result.Fault));
        Assert.Equal(ScenarioStepState.Failed, result.Steps[4].State);
        await AssertCleanAsync(result);
    }

    [Fact]
    public async Task AStoppedScenario_EndsClean()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync("clone", contains: false, stop.Token);
        await Eventually.Holds("the clone waits", () => Latest() is { } progress
            && progress.Steps.Any(step => step.State == ScenarioStepState.Waiting));
        await stop.CancelAsync();
        var result = await running;
        Assert.Equal(ScenarioState.Stopped, result.State);
        await AssertCleanAsync(result);
    }

    [Fact]
    public void EveryScenario_SaysInTwoSentencesWhatItShows() => Assert.All(ScenarioCatalogue.All, scenario =>
    {
        Assert.Matches("^[a-z]+(-[a-z]+)*$", scenario.Name);
        Assert.Equal(2, scenario.Summary.Count(letter => letter == '.'));
        Assert.EndsWith(".", scenario.Summary, StringComparison.Ordinal);
        Assert.Matches("^1\\.1\\.[1-4]$", scenario.Recommendation);
        Assert.Same(scenario, ScenarioCatalogue.Find(scenario.Name));
    });

    private async Task<ScenarioProgress> RunAsync(
        string name, bool contains, CancellationToken stop, TimeSpan? patience = null)
    {
        using var state = new TemporaryDirectory();
        var options = new ScenarioOptions
        {
            Simulator = new SimulatorOptions
            {
                Portal = _portal.Application.PortalAddress,
                Token = _portal.Token,
                Things = 0,
                StateDirectory = state.Path,
                MqttHost = "localhost",
            },
            Contains = contains,
            Patience = patience ?? TimeSpan.FromMinutes(2),
        };
        return await ScenarioRunner.RunAsync(ScenarioCatalogue.Find(name)!, options, Report, TimeProvider.System, stop);
    }

    private void Report(ScenarioProgress progress)
    {
        lock (_lock)
        {
            _reports.Add(progress);
        }
    }

    private ScenarioProgress? Latest()
    {
        lock (_lock)
        {
            return _reports.LastOrDefault();
        }
    }

    private async Task AssertFoundAsync(ScenarioProgress result, string kind)
    {
        Assert.NotNull(result.FoundAfter);
        Assert.InRange(result.FoundAfter.Value, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(kind, (string)(await _portal.GetAsync($"/findings/{result.Finding}"))["kind"]!);
    }

    private async Task AssertCleanAsync(ScenarioProgress result)
    {
        Assert.Empty(result.LeftBehind);
        Assert.Equal(0, (int)(await _portal.GetAsync("/things"))["total"]!);
        Assert.Empty(await FindingsAsync());
        await Eventually.Holds("no session", async () => (await _portal.GetAsync("/connections"))["items"]!.AsArray().Count == 0);
    }

    private async Task<JsonArray> FindingsAsync() => (await _portal.GetAsync("/findings?q=state:active"))["items"]!.AsArray();
}
