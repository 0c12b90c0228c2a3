using FleetPortal.Configuration;

namespace FleetPortal.Slices.Publication;

/// <summary>The slice of public files: CRLs, OCSP, and the certificates of authorities.</summary>
internal sealed class PublicationSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Publication";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<OcspHttpHandler>();
        services.AddSingleton<DeviceFiles>();
    }

    /// <inheritdoc/>
    public void Map(WebApplication app) => app.MapPkiEndpoints();
}
