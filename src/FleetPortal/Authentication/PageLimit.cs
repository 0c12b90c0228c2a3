using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.SignalR;

namespace FleetPortal.Authentication;

/// <summary>
/// Refuses a page's connection beyond the limit of <see cref="OpenPages"/>. It counts connections and not circuits, because a
/// circuit without components tells no circuit handler that it is there; each connection has one circuit at most.
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

/// <summary>Says in words that there is no room for another page: without a connection it would stay blank.</summary>
public sealed class PageLimitNotice(RequestDelegate next, OpenPages pages)
{
    /// <summary>The page that says so.</summary>
    public const string Path = "/too-many-pages";

    /// <summary>Passes on, or sends the browser to the notice.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isLivePage = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && context.AcceptsInteractiveRouting();
        if (isLivePage && HttpMethods.IsGet(context.Request.Method) && context.User.FindActor() is { } actor && !pages.HasRoomFor(actor))
        {
            context.Response.Redirect(Path);
            return Task.CompletedTask;
        }

        return next(context);
    }
}
