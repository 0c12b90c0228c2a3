using FleetPortal.Slices;

namespace FleetPortal.Hosting;

/// <summary>
/// Serves the endpoints of a <see cref="DeviceRoute"/> for the devices' listener only there, and all other endpoints only on the portal's
/// listener. It checks the endpoint that routing selected instead of the path, so that no spelling of a path can avoid the check.
/// </summary>
public sealed class ListenerSeparation(RequestDelegate next, BoundPorts endpoints, DeviceRoutes routes)
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
        if (routes.IsOnDevicesListener(context.GetEndpoint()) != (context.Connection.LocalPort == endpoints.DevicesPort))
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
