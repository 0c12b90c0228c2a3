using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>Registers the services of this slice.</summary>
internal static class LifecycleServices
{
    /// <summary>Adds the use cases that contain, release and retire Things.</summary>
    public static IServiceCollection AddLifecycle(this IServiceCollection services)
    {
        services.AddSingleton<RetireThing>();
        services.AddSingleton<ContainThing>();
        services.AddSingleton<ReleaseThing>();
        return services;
    }
}
