namespace FleetPortal.Hosting;

/// <summary>
/// A page of another site must not open a circuit here with the cookie of whoever looks at it. Browsers send Origin with
/// every WebSocket (RFC 6455 §10.2); a program that sends none has no cookie either.
/// </summary>
public sealed class SameOrigin(RequestDelegate next)
{
    /// <summary>Passes on, or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && context.Request.Path.StartsWithSegments("/_blazor")
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
