namespace FleetPortal.Simulator.Scenarios;

/// <summary>Plays a scenario against a portal, reports its progress, and cleans up whatever happens.</summary>
public static class ScenarioRunner
{
    private const int Connecting = 32;
    private static readonly TimeSpan _cleaningUp = TimeSpan.FromSeconds(30);

    /// <summary>Plays a scenario to its end. A cancellation stops it; the Things are removed before this returns.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">The portal and how to run.</param>
    /// <param name="report">Called with each change of the progress, also from other threads.</param>
    /// <param name="time">The clock of the steps.</param>
    /// <param name="cancellationToken">Stops the scenario.</param>
    /// <returns>The progress at the end.</returns>
    /// <exception cref="HttpRequestException">The portal cannot be reached.</exception>
    public static async Task<ScenarioProgress> RunAsync(IScenario scenario,
        ScenarioOptions options, Action<ScenarioProgress> report, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var simulator = options.Simulator;
        using var portal = new PortalClient(simulator.Portal, simulator.Token, simulator.PortalTrust);
        using var connecting = new SemaphoreSlim(Connecting);
        var network = new DeviceNetwork(await portal.RootsAsync(cancellationToken),
            simulator.MqttHost ?? simulator.Portal.Host, await portal.MqttPortAsync(cancellationToken), connecting);
        var run = new ScenarioRun(scenario, options, portal, network, report, time);
        var (state, fault) = await PlayAsync(scenario, run, cancellationToken);
        using (var limit = new CancellationTokenSource(_cleaningUp, time))
        {
            await run.CleanUpAsync(limit.Token);
        }

        run.Update(progress => progress with { State = state, Fault = fault, Took = run.Elapsed });
        return run.Progress;
    }

    private static async Task<(ScenarioState State, string? Fault)> PlayAsync(
        IScenario scenario, ScenarioRun run, CancellationToken cancellationToken)
    {
        try
        {
            await scenario.RunAsync(run, cancellationToken);
            return (ScenarioState.Done, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (ScenarioState.Stopped, null);
        }
        catch (Exception e)
        {
            // Whatever stopped it, its Things are removed, and the person reads the reason.
            return (ScenarioState.Failed, e.Message);
        }
    }
}
