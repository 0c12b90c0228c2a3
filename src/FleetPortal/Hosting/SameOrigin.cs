using System.Net;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>
/// A page of another site must not open a circuit here with the cookie of whoever looks at it. Browsers send Origin with
/// every WebSocket (RFC 6455 §10.2); a program that sends none has no cookie either.
/// </summary>
public sealed class SameOrigin(RequestDelegate next, PortalSettings settings)
{
    /// <summary>Passes on, or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (settings.Personas && !IsThisMachine(context.Request.Host.Host))
        {
            // A name that somebody else's DNS points at this machine must not find the demo's open door.
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && context.Request.Path.StartsWithSegments("/_blazor")
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool IsThisMachine(string host) => host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
