using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Applications;

/// <summary>Registers the services of this slice.</summary>
internal static class ApplicationsServices
{
    /// <summary>Adds the services of applications.</summary>
    public static IServiceCollection AddApplications(this IServiceCollection services)
    {
        services.AddSingleton<CreateApplication>();
        services.AddSingleton<UpdateApplication>();
        services.AddSingleton<DeleteApplication>();
        services.AddSingleton<ApplicationQueries>();
        services.AddSingleton<ListenerQueries>();
        services.AddSingleton<EndApplicationSessions>();
        services.AddUpkeep<EndApplicationSessions>("application-sessions",
            TimeSpan.FromSeconds(2), (sessions, cancellationToken) => sessions.ExecuteAsync(cancellationToken));
        services.AddSingleton<GroupMembers>();
        services.AddSingleton(provider => new ApplicationAccess(provider.GetRequiredService<GroupMembers>()));
        services.AddSingleton<IGroupMembers>(provider => provider.GetRequiredService<GroupMembers>());
        services.AddSingleton<IAfterCommit>(provider => provider.GetRequiredService<GroupMembers>());
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<GroupMembers>());
        return services;
    }
}
