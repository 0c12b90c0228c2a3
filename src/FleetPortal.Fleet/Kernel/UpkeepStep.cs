using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Work that the portal does again and again while it runs. Slices register their steps; one service runs all of them.</summary>
/// <param name="Name">Kebab-case, as health, <c>doctor</c> and the log name it.</param>
/// <param name="Interval">The pause between the end of one run and the start of the next.</param>
/// <param name="RunAsync">One run. It must leave nothing half done when it throws: it is run again.</param>
public sealed record UpkeepStep(string Name, TimeSpan Interval, Func<CancellationToken, Task> RunAsync);

/// <summary>Registers upkeep steps.</summary>
public static class UpkeepRegistration
{
    /// <summary>Adds a step that calls a service.</summary>
    /// <typeparam name="TService">A singleton.</typeparam>
    public static IServiceCollection AddUpkeep<TService>(this IServiceCollection services, string name, TimeSpan interval, Func<TService, CancellationToken, Task> run)
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
