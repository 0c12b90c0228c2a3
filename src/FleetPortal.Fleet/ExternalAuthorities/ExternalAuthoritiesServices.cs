using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Registers the services of this slice.</summary>
internal static class ExternalAuthoritiesServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddExternalAuthorities(this IServiceCollection services, CrlFetchOptions fetch)
    {
        services.AddSingleton(fetch);
        services.AddSingleton<CreateRegistrationCode>();
        services.AddSingleton<PinnedCertificates>();
        services.AddSingleton<RegisterAuthority>();
        services.AddSingleton<ProveAuthority>();
        services.AddSingleton<RenewProofCode>();
        services.AddSingleton<DiscardAuthority>();
        services.AddSingleton<ExternalCrlEffect>();
        services.AddSingleton<AcceptCrl>();
        services.AddSingleton<CrlDownload>();
        services.AddSingleton<CrlFetching>();
        services.AddUpkeep<PinnedCertificates>("pinned-certificates", TimeSpan.FromMinutes(1), (pinned, cancellationToken) => pinned.FinishAsync(cancellationToken));
        services.AddUpkeep<ExternalCrlEffect>("external-crl-effects", TimeSpan.FromMinutes(1), (crls, cancellationToken) => crls.FinishAsync(cancellationToken));
        services.AddUpkeep<CrlFetching>("external-crl-fetching", TimeSpan.FromMinutes(1), (fetching, cancellationToken) => fetching.StepAsync(cancellationToken));
        return services;
    }
}
