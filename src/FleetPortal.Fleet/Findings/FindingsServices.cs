using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings.Sweep;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Findings;

/// <summary>Registers the services of this slice.</summary>
internal static class FindingsServices
{
    /// <summary>Adds findings: what stores them, follows them, reads them and ends them.</summary>
    public static IServiceCollection AddFindings(this IServiceCollection services, ContainmentPolicy containment)
    {
        services.AddSingleton(containment);
        services.AddSingleton<AutomaticContainment>();
        services.AddSingleton<ISuspicionSink, StoreSuspicion>();
        services.AddSingleton<IWriteStep, FollowCertificateStatus>();
        services.AddSingleton<IWriteStep, ResolveFindingsOfRetired>();
        services.AddSingleton<IComplianceSource, CloneFindingsControl>();
        services.AddSingleton<IComplianceSource, CloneContainmentControl>();
        services.AddSweep();
        services.AddSingleton<FindingQueries>();
        services.AddSingleton<ContainFinding>();
        services.AddSingleton<CloseFinding>();
        services.AddSingleton<DiscussFinding>();
        return services;
    }

    /// <summary>The checks of the registry, and the upkeep step that runs them.</summary>
    private static void AddSweep(this IServiceCollection services)
    {
        services.AddSingleton<ISweepCheck, RevokedButConnected>();
        services.AddSingleton<ISweepCheck, BrokenAuditChain>();
        services.AddSingleton<ISweepCheck, EndedAuthorities>();
        services.AddSingleton<ISweepCheck, CompromisedKeysInUse>();
        services.AddSingleton<ISweepCheck>(provider => new ThingCheck(
            provider.GetRequiredService<ThingQueries>(), FindingCatalogue.NoCredential, "access:no", FindingSeverity.Medium,
            count => $"{SweepWords.Things(count)} no certificate to connect with"));
        services.AddSingleton<ISweepCheck, ExpiringAuthorities>();
        services.AddSingleton<ISweepCheck, ExpiringCertificates>();
        services.AddSingleton<ISweepCheck, SeveralCredentials>();
        services.AddSingleton<ISweepCheck, OrphanedCertificates>();
        services.AddSingleton<ISweepCheck, WidePolicies>();
        services.AddSingleton<ISweepCheck, OldCertificates>();
        services.AddSingleton(provider => new RegistrySweep(
            provider.GetRequiredService<Registry>(), provider.GetRequiredService<FleetEvents>(), provider.GetServices<ISweepCheck>()));
        services.AddUpkeep<RegistrySweep>(
            "registry-sweep", TimeSpan.FromSeconds(2), (sweep, cancellationToken) => sweep.StepAsync(cancellationToken));
    }
}
