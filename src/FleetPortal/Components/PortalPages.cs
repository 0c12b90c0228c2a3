using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Components.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using MudBlazor;
using MudBlazor.Services;

namespace FleetPortal.Components;

/// <summary>Registers and maps the Blazor pages.</summary>
public static class PortalPages
{
    // A form field is sent in one message. The limit allows the longest certificate or request, and also longer texts, which are then
    // refused with an explanation.
    private const long MaxMessageOctets = 256 * 1024;

    /// <summary>Registers Blazor, MudBlazor and the services of the pages.</summary>
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

    /// <summary>Maps the pages. All pages except those of sign-in need a signed-in person.</summary>
    public static void MapPortalPages(this WebApplication app) =>
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(new AuthorizeAttribute());
}
