namespace FleetPortal.Simulator.Scenarios;

/// <summary>An event in the life of a fleet that can be played against a portal. It uses the network only, and ends clean.</summary>
public interface IScenario
{
    /// <summary>The name in kebab case, as on the command line.</summary>
    string Name { get; }

    /// <summary>The title on the page.</summary>
    string Title { get; }

    /// <summary>What it shows, in two sentences.</summary>
    string Summary { get; }

    /// <summary>The recommendation of Best Practice 1.1 that it belongs to, such as <c>1.1.1</c>.</summary>
    string Recommendation { get; }

    /// <summary>The steps in their order, as they are shown before the start.</summary>
    IReadOnlyList<ScenarioStep> Steps { get; }

    /// <summary>Plays the scenario. Each call of <see cref="ScenarioRun.StepAsync"/> is the next of <see cref="Steps"/>.</summary>
    /// <exception cref="ScenarioException">The portal did not do what the scenario claims, or nobody acted in time.</exception>
    Task RunAsync(ScenarioRun run, CancellationToken cancellationToken);
}
