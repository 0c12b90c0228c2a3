using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Registers the services of the slice ExternalAuthorities.</summary>
internal static class ExternalAuthoritiesServices
{
    /// <summary>Adds the services and the upkeep steps that complete interrupted work and fetch CRLs.</summary>
    /// <param name="services">The services of the portal.</param>
    /// <param name="fetch">Whether CRLs are fetched.</param>
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
        services.AddUpkeep<PinnedCertificates>("pinned-certificates",
            TimeSpan.FromMinutes(1), (pinned, cancellationToken) => pinned.FinishAsync(cancellationToken));
        services.AddUpkeep<ExternalCrlEffect>("external-crl-effects",
            TimeSpan.FromMinutes(1), (crls, cancellationToken) => crls.FinishAsync(cancellationToken));
        services.AddUpkeep<CrlFetching>("external-crl-fetching",
            TimeSpan.FromMinutes(1), (fetching, cancellationToken) => fetching.StepAsync(cancellationToken));
        return services;
    }
}
