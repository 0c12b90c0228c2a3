using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Compliance;

/// <summary>Registers the services of this slice.</summary>
internal static class ComplianceServices
{
    /// <summary>Adds the scorecard of Best Practice 1.1.</summary>
    public static IServiceCollection AddCompliance(this IServiceCollection services)
    {
        services.AddSingleton<ControlCatalogue>();
        services.AddSingleton<ScorecardEvaluator>();
        services.AddSingleton<ScorecardKeeper>();
        services.AddSingleton(provider => new ComplianceQueries(provider.GetRequiredService<Registry>(),
            provider.GetRequiredService<ScorecardKeeper>(), provider.GetRequiredService<ControlCatalogue>()));
        services.AddUpkeep<ScorecardKeeper>("scorecard",
            TimeSpan.FromMinutes(5), (scorecard, cancellationToken) => scorecard.StepAsync(cancellationToken));
        return services;
    }
}
