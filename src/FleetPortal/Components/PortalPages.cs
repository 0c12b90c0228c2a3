using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Components.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using MudBlazor;
using MudBlazor.Services;

namespace FleetPortal.Components;

/// <summary>Adds and maps the pages.</summary>
public static class PortalPages
{
    // A field of a form comes in one message: the longest certificate or request that is read, and a text that is too long is answered.
    private const long MaxMessageOctets = 256 * 1024;

    /// <summary>Registers what pages need.</summary>
    public static void AddPortalPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = MaxMessageOctets;
                hub.AddFilter<PageLimit>();
            });
        services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        services.AddScoped<Viewer>();
        services.AddSingleton<PaletteSearch>();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<PageLimit>();
        services.AddSingleton<FleetPulse>();
        services.AddHostedService(provider => provider.GetRequiredService<FleetPulse>());
    }

    /// <summary>Maps the pages; everything but the entrance needs somebody who is signed in.</summary>
    public static void MapPortalPages(this WebApplication app) =>
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(new AuthorizeAttribute());
}
