using FleetPortal.Broker.Admission;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>The request of somebody who is known is not closed to make room for strangers.</summary>
public sealed class KnownCallers(RequestDelegate next)
{
    /// <summary>Passes on.</summary>
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
