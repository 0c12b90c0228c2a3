namespace FleetPortal.Components;

public static class PortalPages
{
    public static void AddPortalPages(this IServiceCollection services) => services.AddRazorComponents().AddInteractiveServerComponents();
    public static void MapPortalPages(this WebApplication app) { }
}
