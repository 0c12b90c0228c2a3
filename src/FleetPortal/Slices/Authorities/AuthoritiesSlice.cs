using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;

namespace FleetPortal.Slices.Authorities;

/// <summary>The slice of authorities: those of the portal and registered external ones.</summary>
internal sealed class AuthoritiesSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Authorities";

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Authorities", "authorities", FleetIcons.Authority, NavigationGroup.Identities, Words: "ca issuer")
        {
            Count = (services, actor, cancellationToken) => services.GetRequiredService<AuthorityQueries>().CountAsync(actor, cancellationToken),
        },
    ];

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => AuthorityEndpoints.Map(api);
}
