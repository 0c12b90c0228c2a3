using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Rotation;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MQTTnet.AspNetCore;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Adds the embedded broker to an application.</summary>
public static class BrokerServices
{
    private const string MqttSubProtocol = "mqtt";

    /// <summary>Registers the broker.</summary>
    public static IServiceCollection AddDeviceBroker(this IServiceCollection services, BrokerLimits limits, string publicHost)
    {
        ArgumentNullException.ThrowIfNull(limits);
        services.AddSingleton(limits);
        services.AddSingleton(new BrokerHost(publicHost));
        services.AddSingleton<DeviceTls>();
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton<MqttEndpoint>();
        services.AddSingleton<IMqttServerAdapter>(provider => provider.GetRequiredService<MqttEndpoint>());
        services.AddSingleton(provider => new Lazy<MqttServer>(provider.GetRequiredService<MqttServer>));
        services.AddSingleton<StoredSessions>();
        services.Replace(ServiceDescriptor.Singleton<IDeviceNotices, DeviceNotices>());
        services.AddSingleton<RotationRequests>();
        services.Replace(ServiceDescriptor.Singleton<IStoredSessions>(provider => provider.GetRequiredService<StoredSessions>()));
        services.AddSingleton<SessionCloser>();
        services.AddSingleton<ConnectGate>();
        services.AddSingleton<RetainedQuota>();
        services.AddSingleton<RetainedStore>();
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<MessageGate>();
        services.AddSingleton(provider => new SendCommand(provider.GetRequiredService<IDeviceNotices>(), provider.GetRequiredService<ThingQueries>()));
        services.AddHostedService<DeviceBroker>();
        services.AddHostedMqttServer(options => options.WithoutDefaultEndpoint().WithPersistentSessions().WithMaxPendingMessagesPerClient(limits.QueuedMessagesPerSession));
        services.AddHostedService<ServerCertificateRotation>();
        return services;
    }

    /// <summary>Speaks MQTT over TLS on a listener.</summary>
    public static void UseDeviceMqtt(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        listen.UseDeviceTls();
        listen.UseConnectionHandler<MqttEndpoint>();
    }

    /// <summary>Speaks TLS on a listener, with a client certificate asked for.</summary>
    public static void UseDeviceTls(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var services = listen.ApplicationServices;
        var gate = services.GetRequiredService<ConnectionGate>();
        listen.Use(next => connection => gate.RunAsync(connection, next));
        listen.UseHttps(services.GetRequiredService<DeviceTls>().HandshakeOptions(services.GetRequiredService<BrokerLimits>()));
        listen.Use(next => connection =>
        {
            connection.Features.GetRequiredFeature<ShownCertificate>().HandshakeCompleted = true;
            return next(connection);
        });
    }

    /// <summary>Speaks MQTT over WebSocket at <paramref name="pattern"/> (MQTT 5 §6).</summary>
    public static IEndpointConventionBuilder MapDeviceMqtt(this IEndpointRouteBuilder endpoints, string pattern) =>
        endpoints.MapConnectionHandler<MqttEndpoint>(pattern, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.WebSockets.SubProtocolSelector = offered => offered.Contains(MqttSubProtocol) ? MqttSubProtocol : "";
        });
}
