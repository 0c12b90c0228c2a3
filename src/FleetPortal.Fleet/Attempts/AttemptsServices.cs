using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Attempts;

/// <summary>Registers the services of this slice.</summary>
internal static class AttemptsServices
{
    /// <summary>Adds the services of connect attempts.</summary>
    public static IServiceCollection AddAttempts(this IServiceCollection services)
    {
        services.AddSingleton<AttemptRecorder>();
        services.AddSingleton<AttemptQueries>();
        services.AddStartStep<AttemptRecorder>("attempt-recorder",
            StartPhase.Listen, (recorder, cancellationToken) => recorder.StartAsync(cancellationToken));
        return services;
    }
}
