using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Publication;

/// <summary>Registers the services of this slice.</summary>
internal static class PublicationServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPublication(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorityFollower>(provider => provider.GetRequiredService<OcspSigners>());
        services.AddSingleton<OcspSigners>();
        services.AddSingleton<OcspService>();
        services.AddSingleton<CrlPublisher>();
        services.AddSingleton<CompleteCrl>();
        services.AddStartStep<OcspSigners>("ocsp-responders", StartPhase.Listen, (responders, cancellationToken) => responders.RefreshAsync(cancellationToken));
        services.AddUpkeep<CrlPublisher>("crl-publication", TimeSpan.FromMinutes(1), (crls, cancellationToken) => crls.RefreshAsync(cancellationToken));
        services.AddUpkeep<OcspSigners>("ocsp-responders", TimeSpan.FromMinutes(1), (responders, cancellationToken) => responders.RefreshAsync(cancellationToken));
        return services;
    }
}
