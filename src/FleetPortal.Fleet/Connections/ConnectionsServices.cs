using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FleetPortal.Fleet.Connections;

/// <summary>Registers the services of this slice.</summary>
internal static class ConnectionsServices
{
    /// <summary>Adds the services of device sessions.</summary>
    public static IServiceCollection AddLiveConnections(this IServiceCollection services)
    {
        services.TryAddSingleton<IPersistentSessions, NoPersistentSessions>();
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<IPersistentSessions>());
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<LastDisconnects>();
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<LastDisconnects>());
        services.AddSingleton<CloseConnection>();
        services.AddSingleton<ConnectionQueries>();
        return services;
    }
}
