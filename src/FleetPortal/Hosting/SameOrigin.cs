namespace FleetPortal.Hosting;

/// <summary>
/// Prevents a page of another site from opening a circuit with the cookie of the person who views it. Browsers send the Origin header with
/// every WebSocket (RFC 6455 §10.2). A program that sends no Origin is not a browser, so it does not carry a person's cookie.
/// </summary>
public sealed class SameOrigin(RequestDelegate next)
{
    /// <summary>Answers 403 if a request to the Blazor hub has a foreign origin, and calls the next middleware otherwise.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && context.Request.Path.StartsWithSegments("/_blazor")
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
