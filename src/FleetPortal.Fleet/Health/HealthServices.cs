using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Health;

/// <summary>Registers the services of this slice.</summary>
internal static class HealthServices
{
    /// <summary>Adds the services of the health checks.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<SelfCheck>();
        services.AddSingleton<DatabaseCheck>();
        return services;
    }
}
