using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Simulator;
using FleetPortal.Simulator.Scenarios;

namespace FleetPortal.Slices.Simulation;

/// <summary>
/// Starts and stops scenarios from the page <i>Simulator</i>, one at a time. A scenario registers, revokes and forgets Things, so starting
/// and stopping it needs <see cref="Permission.Administer"/>. It gets an API token of its own, which is revoked at its end.
/// </summary>
public sealed partial class ScenarioDesk(
    CreateApiToken createToken, RevokeApiToken revokeToken, TimeProvider time, ILogger<ScenarioDesk> logger) : IAsyncDisposable
{
    /// <summary>The name of the token of a running scenario.</summary>
    public const string TokenName = "built-in simulator, scenario";

    private const int TokenDays = 1;

    private readonly SemaphoreSlim _gate = new(1);

    // The last run of each scenario: bounded by the list of scenarios, cleared by a restart of the portal.
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, ScenarioProgress> _last = new(StringComparer.Ordinal);
    private SimulatorOptions? _options;
    private SimulatedFleet? _fleet;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private volatile string? _current;

    /// <summary>Whether the built-in simulator runs.</summary>
    public bool IsOpen => _options is not null;

    /// <summary>The number of simulated Things of the fleet.</summary>
    public int Things => _options?.Things ?? 0;

    /// <summary>Takes the running fleet. Scenarios can be started from now on.</summary>
    public void Open(SimulatorOptions options, SimulatedFleet fleet) => (_fleet, _options) = (fleet, options);

    /// <summary>Returns the state of the simulator. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public SimulatorView Read(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var current = _current is { } name && _last.TryGetValue(name, out var progress) ? progress : null;
        return new SimulatorView(IsOpen, Things, _fleet?.Connected ?? 0, current, new Dictionary<string, ScenarioProgress>(_last));
    }

    /// <summary>Starts a scenario, and returns when it is running.</summary>
    /// <exception cref="FleetError"><c>scenario-not-found</c>, <c>simulator-not-running</c>, <c>scenario-busy</c>, <c>forbidden</c>.
    /// </exception>
    public async Task StartAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var scenario = ScenarioCatalogue.Find(name) ?? throw FleetError.NotFound(SimulationErrors.Unknown, name);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_options is not { } options)
            {
                throw new FleetError(FleetErrorKind.Conflict, SimulationErrors.NotRunning, "The built-in simulator does not run.");
            }

            if (!_running.IsCompleted)
            {
                throw new FleetError(FleetErrorKind.Conflict, SimulationErrors.Busy, "A scenario is running. Stop it first.");
            }

            var token = await createToken.ExecuteAsync(TokenName, Role.Administrator, TokenDays, actor, cancellationToken);
            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            Report(new ScenarioProgress(name, time.GetUtcNow(), scenario.Steps));
            _current = name;
            _running = RunAsync(scenario, options with { Token = token.Secret }, token.Token.Id, _stop.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the running scenario, and returns when it has cleaned up.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task StopAsync(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop?.Dispose();
        _gate.Dispose();
    }

    private async Task EndAsync()
    {
        if (_stop is { } stop && !_running.IsCompleted)
        {
            await stop.CancelAsync();
            await _running;
        }
    }

    private void Report(ScenarioProgress progress) => _last[progress.Name] = progress;

    private async Task RunAsync(IScenario scenario, SimulatorOptions options, string tokenId, CancellationToken cancellationToken)
    {
        try
        {
            await ScenarioRunner.RunAsync(scenario, new ScenarioOptions { Simulator = options }, Report, time, cancellationToken);
        }
        catch (Exception e)
        {
            // An error of a scenario must not stop the portal. The page shows it.
            LogFailed(e, scenario.Name);
            var progress = _last[scenario.Name];
            Report(progress with { State = ScenarioState.Failed, Fault = e.Message, Took = time.GetUtcNow() - progress.StartedAt });
        }

        try
        {
            await revokeToken.ExecuteAsync(tokenId, Actor.System, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The token ends after a day, or with the next start of the simulator.
            LogTokenLeft(e, scenario.Name);
        }
    }

    [LoggerMessage(8302, LogLevel.Warning, "The scenario {Scenario} could not be run.")]
    private partial void LogFailed(Exception exception, string scenario);

    [LoggerMessage(8303, LogLevel.Warning, "The API token of the scenario {Scenario} could not be revoked.")]
    private partial void LogTokenLeft(Exception exception, string scenario);
}
