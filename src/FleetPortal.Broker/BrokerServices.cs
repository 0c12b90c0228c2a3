using FleetPortal.Broker.Admission;
using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Handshakes;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FleetPortal.Broker;

/// <summary>Adds the embedded broker to an application.</summary>
public static class BrokerServices
{
    // MQTT 5 §6.0.0-3, and the name that clients of MQTT 3.1 use.
    private static readonly string[] SubProtocols = ["mqtt", "mqttv3.1"];

    /// <summary>Registers the broker. The host registers <see cref="ConnectionBudgets"/>, because it knows the listeners.</summary>
    public static IServiceCollection AddDeviceBroker(this IServiceCollection services, BrokerLimits limits, DevicePort port)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(port);
        services.AddSingleton(limits);
        services.AddSingleton(port);
        services.AddSingleton<BrokerHost>();
        services.AddSingleton<RsaServerCertificate>();
        services.AddSingleton<ConnectionProbes>();
        services.AddSingleton<DeviceTls>();
        services.AddSingleton(provider => new StartStep(
            "device-certificate", StartPhase.Listen,
            cancellationToken => provider.GetRequiredService<BrokerHost>().IssueAsync(provider.GetRequiredService<ServerCertificate>(),
                provider.GetRequiredService<DeviceTls>(), cancellationToken)));
        services.AddSingleton<ConnectionGuard>();
        services.AddSingleton<IConnectionListenerFactory, BudgetedListenerFactory>();
        services.AddHostedService<IdleConnections>();
        services.Replace(ServiceDescriptor.Singleton<IDeviceMessenger, DeviceMessenger>());
        services.AddSingleton<PersistentSessions>();
        services.Replace(ServiceDescriptor.Singleton<IPersistentSessions>(provider => provider.GetRequiredService<PersistentSessions>()));
        services.AddSingleton<RotationRequests>();
        services.AddSingleton<SessionTerminator>();
        services.AddSingleton(provider => new SendCommand(provider.GetRequiredService<IDeviceMessenger>(),
            provider.GetRequiredService<ThingQueries>(), provider.GetRequiredService<TopicLimits>()));
        AddSessions(services);
        AddPublishSteps(services);
        services.AddHostedService<ServerCertificateRotation>();
        return services;
    }

    /// <summary>Serves MQTT over TLS on a listener.</summary>
    public static void UseDeviceMqtt(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        listen.UseDeviceTls(DeviceListener.Mqtt);
        var guard = listen.ApplicationServices.GetRequiredService<ConnectionGuard>();
        listen.Use(next => async connection =>
        {
            if (await guard.SendsPacketAsync(connection))
            {
                await next(connection);
            }
        });
        listen.UseConnectionHandler<MqttEndpoint>();
    }

    /// <summary>Closes connections that send nothing. The protocol's own timeout only begins with the first octet.</summary>
    public static void UseFirstOctetTimeout(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var guard = listen.ApplicationServices.GetRequiredService<ConnectionGuard>();
        listen.Use(next => connection => guard.AwaitFirstOctetAsync(connection, next));
    }

    /// <summary>Serves TLS on a listener and requests a client certificate.</summary>
    public static void UseDeviceTls(this ListenOptions listen, DeviceListener listener)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(listener);
        var services = listen.ApplicationServices;
        var guard = services.GetRequiredService<ConnectionGuard>();
        var tls = services.GetRequiredService<DeviceTls>();
        listen.Use(next => connection => guard.RunAsync(connection, listener, next));
        listen.Use(next => connection => DeviceHandshake.RunAsync(connection, tls, next));
        listen.Use(next => connection =>
        {
            if (connection.Features.GetRequiredFeature<TlsClientCertificate>().Certificate is { Chain.Trusted: true })
            {
                connection.Features.GetRequiredFeature<ConnectionSlot>().Trusted();
            }

            return next(connection);
        });
    }

    /// <summary>Serves MQTT over WebSocket at <paramref name="pattern"/> (MQTT 5 §6).</summary>
    public static IEndpointConventionBuilder MapDeviceMqtt(this IEndpointRouteBuilder endpoints, string pattern)
    {
        var mqtt = endpoints.MapConnectionHandler<MqttEndpoint>(pattern, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.WebSockets.SubProtocolSelector = offered => SubProtocols.FirstOrDefault(offered.Contains)!;
        });
        mqtt.Add(Guard);
        return mqtt;
    }

    /// <summary>The sessions, and what serves their connections.</summary>
    private static void AddSessions(IServiceCollection services)
    {
        services.AddSingleton<SessionJournal>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<RetainedTree>();
        services.AddSingleton<RetainedQuota>();
        services.AddSingleton<RetainedStore>();
        services.AddSingleton<PublishHandler>();
        services.AddSingleton<LifecycleEvents>();
        services.AddSingleton<IStatusFollower>(provider => provider.GetRequiredService<LifecycleEvents>());
        services.AddSingleton<LastPresence>();
        services.AddSingleton<ProofMessages>();
        services.AddSingleton<LifecycleCatchUp>();
        services.AddSingleton<ResponseRights>();
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<ResponseRights>());
        services.AddSingleton<Wills>();
        services.AddSingleton(provider =>
        {
            var rotations = provider.GetRequiredService<RotationCommand>();
            return ActivatorUtilities.CreateInstance<SubscribeHandler>(
                provider, (Func<string, Task>)(thingName => rotations.TellAsync(thingName, CancellationToken.None)));
        });
        services.AddSingleton<SessionOpener>();
        services.AddSingleton<ConnectReader>();
        services.AddSingleton<BrokerEngine>();
        services.AddSingleton<IConnectHandler, MqttConnectHandler>();
        services.AddSingleton<TakeoverWitness>();
        services.AddSingleton<IConnectionLog, ConnectionLog>();
        services.AddSingleton<MqttEndpoint>();
        services.AddSingleton(provider => new StartStep("mqtt-sessions", StartPhase.Listen, async cancellationToken =>
        {
            await provider.GetRequiredService<SessionTable>().LoadAsync(cancellationToken);
            await provider.GetRequiredService<RetainedStore>().LoadAsync(cancellationToken);
        }));
        services.AddStartStep<LifecycleCatchUp>(
            "lifecycle-events", StartPhase.Listen, (missed, cancellationToken) => missed.RunAsync(cancellationToken));
        services.AddHostedService<ConnectionSweep>();
    }

    /// <summary>The steps of every PUBLISH, in their order: first what refuses, then what stores, counts and delivers.</summary>
    private static void AddPublishSteps(IServiceCollection services)
    {
        services.AddSingleton<IPublishStep, RequireLiveRights>();
        services.AddSingleton<IPublishStep, RequireTopicLimits>();
        services.AddSingleton<IPublishStep, RequireTopicRight>();
        services.AddSingleton<IPublishStep, AnswerRotationRequest>();
        services.AddSingleton<IPublishStep, KeepRetainedMessage>();
        services.AddSingleton<IPublishStep, MeasureMessage>();
        services.AddSingleton<IPublishStep, GrantResponse>();
        services.AddSingleton<IPublishStep, DispatchToSubscribers>();
    }

    /// <summary>
    /// Refuses SignalR's negotiation, requests for another subprotocol, and pages of other sites. MQTT over WebSocket needs none of
    /// them.
    /// </summary>
    private static void Guard(EndpointBuilder endpoint)
    {
        var negotiates = endpoint.Metadata.OfType<NegotiateMetadata>().Any();
        var handle = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = async context =>
        {
            var refusal = negotiates ? (StatusCodes.Status404NotFound, "There is nothing here.") : RefusalOf(context);
            if (refusal is not var (status, words))
            {
                await handle(context);
                return;
            }

            context.Response.StatusCode = status;
            await context.Response.WriteAsync(words + "\n", context.RequestAborted);
        };
    }

    private static (int Status, string Words)? RefusalOf(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return (StatusCodes.Status400BadRequest, "This is MQTT over WebSocket (MQTT 5 §6): send an Upgrade request.");
        }

        // Clients on small devices name none. One that names another protocol would not speak MQTT (MQTT 5 §6.0.0-3).
        if (context.WebSockets.WebSocketRequestedProtocols is { Count: > 0 } offered && !offered.Any(SubProtocols.Contains))
        {
            return (StatusCodes.Status400BadRequest, "Send Sec-WebSocket-Protocol: mqtt, or none (MQTT 5 §6.0.0-3).");
        }

        // Browsers send Origin with every WebSocket (RFC 6455 §10.2). They would also send the client certificate of their user.
        var origin = context.Request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase))
            ? (StatusCodes.Status403Forbidden, "A page of another site may not connect here.")
            : null;
    }
}
