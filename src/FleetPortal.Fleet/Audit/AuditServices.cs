using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Audit;

/// <summary>Registers the services of this slice.</summary>
internal static class AuditServices
{
    /// <summary>Adds the services of the audit.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditVerifier>();
        services.AddUpkeep<AuditVerifier>("audit-chain",
            TimeSpan.FromSeconds(10), (verifier, cancellationToken) => verifier.StepAsync(cancellationToken));
        return services;
    }
}
