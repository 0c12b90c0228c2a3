using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Registers the services of this slice.</summary>
internal static class RevocationServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddRevocation(this IServiceCollection services)
    {
        services.AddSingleton<AuthorityStatusEffects>();
        services.AddSingleton<ChangeAuthorityStatus>();
        services.AddSingleton<RetireAuthority>();
        services.AddSingleton<CertificateStatusEffects>();
        services.AddSingleton<CertificateStatusChange>();
        services.AddSingleton<HoldCertificate>();
        services.AddSingleton<ReleaseCertificate>();
        services.AddSingleton<RevokeCertificate>();
        services.AddSingleton<BlastRadiusQuery>();
        services.AddSingleton<StartRevocationBatch>();
        services.AddSingleton<SteerRevocationBatch>();
        services.AddSingleton<RevocationBatchRunner>();
        services.AddSingleton<RevocationBatchQueries>();
        services.AddSingleton<EndExpiredSessions>();
        services.AddUpkeep<EndExpiredSessions>("expired-sessions", TimeSpan.FromSeconds(1), (expired, _) => expired.ExecuteAsync());
        services.AddUpkeep<RevocationBatchRunner>("revocation-batches", TimeSpan.FromMilliseconds(500), (batches, cancellationToken) => batches.StepAsync(cancellationToken));
        return services;
    }
}
