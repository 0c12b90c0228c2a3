using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Authorities;

/// <summary>The slice of authorities: those of the portal and registered external ones.</summary>
internal sealed class AuthoritiesSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Authorities";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => AuthoritiesSettings.All;

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Authorities", "authorities", FleetIcons.Authority, NavigationGroup.Identities, Words: "ca issuer")
        {
            Count = (services, actor, cancellationToken) => services.GetRequiredService<AuthorityQueries>()
                .CountAsync(actor, cancellationToken),
        },
    ];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IPaletteSource, AuthoritiesByName>();
        services.AddSingleton<IAttentionSource, NoIssuer>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => AuthorityEndpoints.Map(api);
}
