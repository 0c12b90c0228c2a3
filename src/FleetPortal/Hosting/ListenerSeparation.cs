namespace FleetPortal.Hosting;

/// <summary>Marks an endpoint that is for devices: it answers on their listener alone.</summary>
public sealed class DeviceListenerMetadata;

/// <summary>
/// Keeps the listeners apart: endpoints for devices answer on the devices' listener alone, and no other endpoint does. It looks
/// at the endpoint that routing has found, so that no spelling of a path gets past it.
/// </summary>
public sealed class ListenerSeparation(RequestDelegate next, BoundPorts endpoints)
{
    /// <summary>MQTT over WebSocket.</summary>
    public const string MqttPath = "/mqtt";

    /// <summary>Whether a request came in on the devices' listener.</summary>
    public static bool IsOnDevicesListener(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Connection.LocalPort == context.RequestServices.GetRequiredService<BoundPorts>().DevicesPort;
    }

    /// <summary>Passes on, or answers 404.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isOnDevicesListener = context.Connection.LocalPort == endpoints.DevicesPort;
        var isForDevices = context.GetEndpoint()?.Metadata.GetMetadata<DeviceListenerMetadata>() is not null;
        if (isForDevices != isOnDevicesListener)
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
