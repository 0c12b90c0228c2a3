using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Registers the services of the slice Revocation.</summary>
internal static class RevocationServices
{
    /// <summary>Adds the use cases, the effects of status changes and the upkeep steps.</summary>
    public static IServiceCollection AddRevocation(this IServiceCollection services)
    {
        services.AddSingleton<AuthoritySessions>();
        services.AddSingleton<ChangeAuthorityStatus>();
        services.AddSingleton<RetireAuthority>();
        services.AddSingleton<CertificateStatusChange>();
        services.AddSingleton<HoldCertificate>();
        services.AddSingleton<ReleaseCertificate>();
        services.AddSingleton<RevokeCertificate>();
        services.AddSingleton<BlastRadiusQuery>();
        services.AddSingleton<StartRevocationBatch>();
        services.AddSingleton<ResumeRevocationBatch>();
        services.AddSingleton<StopRevocationBatch>();
        services.AddSingleton<RevocationBatchRunner>();
        services.AddSingleton<RevocationBatchQueries>();
        services.AddSingleton<EndExpiredSessions>();

        // The effects of every status change, in this order, after its commit. The CRL is published late, so that the others do not wait
        // for its signature.
        services.AddSingleton<IAfterCommit, AuthorityStatusEffects>();
        services.AddSingleton<IAfterCommit, CertificateStatusEffects>();
        services.AddSingleton<IAfterCommit, TellOfNewCertificates>();
        services.AddSingleton<IStatusEffect, TellFollowers>();
        services.AddSingleton<IStatusEffect, ForgetOcspResponses>();
        services.AddSingleton<IStatusEffect, CloseSessions>();
        services.AddSingleton<IStatusEffect, ProbeReconnect>();
        services.AddSingleton<IStatusEffect, AskOcsp>();
        services.AddSingleton<IStatusEffect, PublishCrlPart>();
        services.AddSingleton<IStatusEffect, AwaitSessions>();
        services.AddSingleton<IStatusEffect, KeepTimings>();

        services.AddSingleton<UntoldStatusChanges>();
        services.AddUpkeep<UntoldStatusChanges>(
            "status-mark", TimeSpan.FromSeconds(10), (untold, cancellationToken) => untold.MoveMarkAsync(cancellationToken));
        services.AddUpkeep<EndExpiredSessions>("expired-sessions", TimeSpan.FromSeconds(1), (expired, _) => expired.ExecuteAsync());
        services.AddUpkeep<RevocationBatchRunner>("revocation-batches",
            TimeSpan.FromMilliseconds(500), (batches, cancellationToken) => batches.StepAsync(cancellationToken));
        return services;
    }
}
