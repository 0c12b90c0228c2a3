using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Waves;

/// <summary>Registers the services of the slice Waves.</summary>
internal static class WavesServices
{
    /// <summary>Adds the services and the upkeep step that advances the waves.</summary>
    public static IServiceCollection AddWaves(this IServiceCollection services)
    {
        services.AddSingleton<StartWave>();
        services.AddSingleton<PauseWave>();
        services.AddSingleton<ResumeWave>();
        services.AddSingleton<StopWave>();
        services.AddSingleton<WaveRunner>();
        services.AddSingleton<WaveQueries>();
        services.AddSingleton<IWriteStep, CountCommittedThing>();
        services.AddUpkeep<WaveRunner>("waves", TimeSpan.FromSeconds(1), (waves, cancellationToken) => waves.StepAsync(cancellationToken));
        return services;
    }
}
