using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>Registers the services of this slice.</summary>
internal static class EventStreamsServices
{
    /// <summary>Adds the services of the event stream.</summary>
    public static IServiceCollection AddEventStreams(this IServiceCollection services)
    {
        services.AddSingleton<EventListeners>();
        services.AddSingleton<EventStream>();
        return services;
    }
}
