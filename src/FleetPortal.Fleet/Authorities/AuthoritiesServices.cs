using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Registers the services of the slice Authorities.</summary>
internal static class AuthoritiesServices
{
    /// <summary>Adds the services and the start steps that check and open the keys.</summary>
    /// <param name="services">The services of the portal.</param>
    /// <param name="address">The addresses that go into certificates.</param>
    /// <param name="stores">The places of private keys.</param>
    /// <param name="keyDirectory">The directory with the key files.</param>
    public static IServiceCollection AddAuthorities(
        this IServiceCollection services, AuthorityAddress address, KeyStores stores, string keyDirectory)
    {
        services.AddSingleton(address);
        services.AddSingleton(stores);
        services.AddSingleton(provider => new OrphanedKeys(provider.GetRequiredService<Registry>(), keyDirectory));
        services.AddSingleton<UndeliveredIssuances>();
        services.AddSingleton<AuthorityVault>();
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<CreateIssuingAuthority>();
        services.AddSingleton<SetDefaultIssuer>();
        services.AddStartStep<OrphanedKeys>("orphaned-keys",
            StartPhase.Open, (keys, cancellationToken) => keys.RefuseAsync(cancellationToken));
        services.AddStartStep<UndeliveredIssuances>("undelivered-issuances",
            StartPhase.Open, (issuances, cancellationToken) => issuances.AbandonAsync(cancellationToken));
        services.AddStartStep<AuthorityVault>("authority-keys",
            StartPhase.Open, (vault, cancellationToken) => vault.OpenAsync(cancellationToken));
        return services;
    }
}
