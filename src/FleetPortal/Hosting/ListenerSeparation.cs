namespace FleetPortal.Hosting;

/// <summary>Marks an endpoint as one for devices: it is served only on the devices' listener.</summary>
public sealed class DeviceListenerMetadata;

/// <summary>
/// Serves device endpoints only on the devices' listener, and all other endpoints only on the portal's listener. It checks the endpoint
/// that routing selected instead of the path, so that no spelling of a path can avoid the check.
/// </summary>
public sealed class ListenerSeparation(RequestDelegate next, BoundPorts endpoints)
{
    /// <summary>The path of MQTT over WebSocket.</summary>
    public const string MqttPath = "/mqtt";

    /// <summary>Returns whether a request arrived on the devices' listener.</summary>
    public static bool IsOnDevicesListener(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Connection.LocalPort == context.RequestServices.GetRequiredService<BoundPorts>().DevicesPort;
    }

    /// <summary>Answers 404 if the endpoint does not belong to this listener, and calls the next middleware otherwise.</summary>
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
