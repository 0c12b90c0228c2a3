using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.MqttSessions;

/// <summary>Registers the services of this slice.</summary>
internal static class MqttSessionsServices
{
    /// <summary>Adds the store of MQTT sessions.</summary>
    public static IServiceCollection AddMqttSessions(
        this IServiceCollection services) => services.AddSingleton<ISessionStore, SessionStore>();
}
