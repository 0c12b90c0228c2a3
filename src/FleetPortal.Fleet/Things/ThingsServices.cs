using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Things;

/// <summary>Registers the services of this slice.</summary>
internal static class ThingsServices
{
    /// <summary>Adds the services of Things.</summary>
    public static IServiceCollection AddThings(this IServiceCollection services)
    {
        services.AddSingleton<RegisterThing>();
        services.AddSingleton<UpdateThing>();
        services.AddSingleton<ThingQueries>();
        services.AddSingleton<GroupQueries>();
        return services;
    }
}
