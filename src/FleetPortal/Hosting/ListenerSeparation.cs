using FleetPortal.Est;

namespace FleetPortal.Hosting;

/// <summary>Keeps the listeners apart: what is for devices answers on the devices' port only, and nothing else does.</summary>
public sealed class ListenerSeparation(RequestDelegate next, PortalEndpoints endpoints)
{
    /// <summary>MQTT over WebSocket.</summary>
    public const string MqttPath = "/mqtt";

    /// <summary>Passes on, or answers 404.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isDevicePath = context.Request.Path.Equals(MqttPath, StringComparison.Ordinal) || context.Request.Path.StartsWithSegments(EstEndpoints.Path, StringComparison.Ordinal);
        if (isDevicePath != (context.Connection.LocalPort == endpoints.DevicesPort))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
