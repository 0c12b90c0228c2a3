using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Certificates;

/// <summary>The slice of certificates: list, issue, import, hold, release, revoke, compare.</summary>
internal sealed class CertificatesSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Certificates";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => CertificatesSettings.All;

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Certificates", "certificates", FleetIcons.Certificates, NavigationGroup.Identities)
        {
            Count = (services, actor, cancellationToken) => services.GetRequiredService<CertificateInventory>()
                .CountAllAsync(actor, cancellationToken),
        },
    ];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IPaletteSource, CertificatesByPaste>();
        services.AddSingleton<IAttentionSource, ExpiringCredentials>();
        services.AddSingleton<IAttentionSource, ManyRenewals>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => CertificateEndpoints.Map(api);
}
