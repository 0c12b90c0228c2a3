using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Work that runs repeatedly while the portal runs. Slices register their steps; one service runs all of them.</summary>
/// <param name="Name">The name in kebab case, as health, <c>doctor</c> and the log use it.</param>
/// <param name="Interval">The pause between the end of one run and the start of the next.</param>
/// <param name="RunAsync">Does one run. If it throws, it is run again, so it must be safe to repeat.</param>
public sealed record UpkeepStep(string Name, TimeSpan Interval, Func<CancellationToken, Task> RunAsync);

/// <summary>Registers the upkeep steps of slices.</summary>
public static class UpkeepRegistration
{
    /// <summary>Adds a step that calls a service.</summary>
    /// <typeparam name="TService">The type of the service, which must be a singleton.</typeparam>
    public static IServiceCollection AddUpkeep<TService>(
        this IServiceCollection services, string name, TimeSpan interval, Func<TService, CancellationToken, Task> run)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(run);
        return services.AddSingleton(provider =>
        {
            var service = provider.GetRequiredService<TService>();
            return new UpkeepStep(name, interval, cancellationToken => run(service, cancellationToken));
        });
    }
}
