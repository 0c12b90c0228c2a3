using FleetPortal.Broker.Admission;

namespace FleetPortal.Hosting;

/// <summary>Marks the connections of authenticated requests, so that they are not closed to make room for other connections.</summary>
public sealed class KnownCallers(RequestDelegate next)
{
    /// <summary>Marks the connection if the request is authenticated, and calls the next middleware.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.Identity is { IsAuthenticated: true })
        {
            context.Features.Get<ConnectionSlot>()?.LetIn();
        }

        return next(context);
    }
}
