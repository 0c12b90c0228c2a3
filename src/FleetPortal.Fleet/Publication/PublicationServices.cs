using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Publication;

/// <summary>Registers the services of the slice Publication: CRLs and OCSP.</summary>
internal static class PublicationServices
{
    /// <summary>Adds the services, and the start and upkeep steps that publish CRLs and make OCSP signers.</summary>
    public static IServiceCollection AddPublication(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorityFollower>(provider => provider.GetRequiredService<OcspSigners>());
        services.AddSingleton<OcspSigners>();
        services.AddSingleton<OcspService>();
        services.AddSingleton<CrlPublisher>();
        services.AddSingleton<CompleteCrl>();
        services.AddStartStep<OcspSigners>("ocsp-responders",
            StartPhase.Listen, (responders, cancellationToken) => responders.RefreshAsync(cancellationToken));
        services.AddUpkeep<CrlPublisher>("crl-publication",
            TimeSpan.FromMinutes(1), (crls, cancellationToken) => crls.RefreshAsync(cancellationToken));
        services.AddUpkeep<OcspSigners>("ocsp-responders",
            TimeSpan.FromMinutes(1), (responders, cancellationToken) => responders.RefreshAsync(cancellationToken));
        return services;
    }
}
