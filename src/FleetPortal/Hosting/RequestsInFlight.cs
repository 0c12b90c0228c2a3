using FleetPortal.Broker.Admission;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>Tells the budget when a request is being answered: an idle connection is closed first where there is no room.</summary>
public sealed class RequestsInFlight(RequestDelegate next)
{
    /// <summary>Passes on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var admission = context.Features.Get<ConnectionSlot>();
        admission?.RequestStarted();
        try
        {
            await next(context);
        }
        finally
        {
            admission?.RequestEnded();
        }
    }
}
