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
        services.AddSingleton(PkiEndpoints.Route);
    }

    /// <inheritdoc/>
    public void Map(WebApplication app) => app.MapPkiEndpoints();
}
