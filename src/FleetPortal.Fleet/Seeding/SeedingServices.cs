using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Seeding;

/// <summary>Registers the services of this slice.</summary>
internal static class SeedingServices
{
    /// <summary>Adds the services of the synthetic fleet.</summary>
    public static IServiceCollection AddSeeding(this IServiceCollection services)
    {
        services.AddSingleton<SeedFleet>();
        return services;
    }
}
