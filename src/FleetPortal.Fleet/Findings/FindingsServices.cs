using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Findings;

/// <summary>Registers the services of this slice.</summary>
internal static class FindingsServices
{
    /// <summary>Adds findings: what stores them, follows them, reads them and ends them.</summary>
    public static IServiceCollection AddFindings(this IServiceCollection services)
    {
        services.AddSingleton<ISuspicionSink, StoreSuspicion>();
        services.AddSingleton<IWriteStep, FollowCertificateStatus>();
        services.AddSingleton<IWriteStep, ResolveFindingsOfRetired>();
        services.AddSingleton<FindingQueries>();
        services.AddSingleton<ContainFinding>();
        services.AddSingleton<CloseFinding>();
        services.AddSingleton<DiscussFinding>();
        return services;
    }
}
