using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Backup;

/// <summary>Registers the services of this slice.</summary>
internal static class BackupServices
{
    /// <summary>Adds the services of backup and restore.</summary>
    public static IServiceCollection AddBackup(this IServiceCollection services, BackupSource source)
    {
        services.AddSingleton(source);
        services.AddSingleton<BackUpPortal>();
        services.AddSingleton<CompleteRestore>();
        return services;
    }
}
