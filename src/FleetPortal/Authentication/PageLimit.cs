using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.SignalR;

namespace FleetPortal.Authentication;

/// <summary>
/// Refuses a connection to the Blazor hub if a limit of <see cref="OpenPages"/> is reached. It counts connections instead of circuits,
/// because Blazor calls no circuit handler for a circuit without components. Each connection has at most one circuit.
/// </summary>
public sealed class PageLimit(OpenPages pages) : IHubFilter
{
    private static readonly object Place = new();

    /// <inheritdoc/>
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.Context.User?.FindActor() is not { } actor || !pages.TryEnter(actor))
        {
            throw new HubException("Too many pages are open.");
        }

        context.Context.Items[Place] = actor;
        return next(context);
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.Context.Items.Remove(Place, out var actor))
        {
            pages.Leave((Actor)actor!);
        }

        return next(context, exception);
    }
}

/// <summary>Redirects the browser to an explanation if a limit of open pages is reached. Without it the page would stay blank.</summary>
public sealed class PageLimitNotice(RequestDelegate next, OpenPages pages)
{
    /// <summary>The path of the page with the explanation.</summary>
    public const string Path = "/too-many-pages";

    /// <summary>Redirects to <see cref="Path"/> if the person may open no more pages, and calls the next middleware otherwise.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isLivePage = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && context.AcceptsInteractiveRouting();
        if (isLivePage && HttpMethods.IsGet(context.Request.Method) && context.User.FindActor() is { } actor && !pages.HasRoomFor(actor))
        {
            context.Response.Redirect(Path);
            return Task.CompletedTask;
        }

        return next(context);
    }
}
