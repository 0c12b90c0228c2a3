using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Kernel;

/// <summary>When a <see cref="StartStep"/> runs.</summary>
public enum StartPhase
{
    /// <summary>Opens the registry. Commands that work beside a running portal run these steps too.</summary>
    Open,

    /// <summary>Runs before the listeners open. Only a starting portal runs these steps.</summary>
    Listen,
}

/// <summary>
/// Work that runs at every start. The steps of a phase run one after another, in the order of their registration. A step that throws ends
/// the start.
/// </summary>
/// <param name="Name">The name in kebab case, as <c>src/docs/architecture.md</c> uses it.</param>
/// <param name="Phase">The phase in which it runs.</param>
/// <param name="RunAsync">Does the work.</param>
public sealed record StartStep(string Name, StartPhase Phase, Func<CancellationToken, Task> RunAsync);

/// <summary>Registers the start steps of slices.</summary>
public static class StartStepRegistration
{
    /// <summary>Adds a step that calls a service.</summary>
    /// <typeparam name="TService">The type of the service, which must be a singleton.</typeparam>
    public static IServiceCollection AddStartStep<TService>(
        this IServiceCollection services, string name, StartPhase phase, Func<TService, CancellationToken, Task> run)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(run);
        return services.AddSingleton(provider =>
        {
            var service = provider.GetRequiredService<TService>();
            return new StartStep(name, phase, cancellationToken => run(service, cancellationToken));
        });
    }

    /// <summary>Runs the steps of one phase.</summary>
    public static async Task RunStartStepsAsync(this IServiceProvider provider, StartPhase phase, CancellationToken cancellationToken)
    {
        foreach (var step in provider.GetServices<StartStep>().Where(step => step.Phase == phase))
        {
            await step.RunAsync(cancellationToken);
        }
    }
}
