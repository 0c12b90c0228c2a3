using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Inventory;

/// <summary>Registers the services of this slice.</summary>
internal static class InventoryServices
{
    /// <summary>Adds the services of the inventory.</summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddSingleton<AuthorityQueries>();
        services.AddSingleton<CertificateQueries>();
        services.AddSingleton<CertificateInventory>();
        services.AddSingleton<CertificateDetails>();
        return services;
    }
}
