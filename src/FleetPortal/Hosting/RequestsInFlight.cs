using FleetPortal.Broker.Admission;

namespace FleetPortal.Hosting;

/// <summary>Tells the connection budget when a request starts and ends. If the budget is full, idle connections are closed first.</summary>
public sealed class RequestsInFlight(RequestDelegate next)
{
    /// <summary>Marks the connection as busy while the next middleware handles the request.</summary>
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
