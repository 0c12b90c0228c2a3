using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Identity;

/// <summary>Registers the services of this slice.</summary>
internal static class IdentityServices
{
    /// <summary>Adds the decider and the services that it needs.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, int connectsPerMinute)
    {
        services.AddSingleton(new ConnectRateLimit(connectsPerMinute));
        services.AddSingleton<IdentityDecider>();
        services.AddSingleton<ReconnectProbe>();
        return services;
    }
}
