using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Registers the services of the slice Rotations.</summary>
internal static class RotationsServices
{
    /// <summary>Adds the services, the start step that loads pending rotations, and the upkeep step that commits due ones.</summary>
    public static IServiceCollection AddRotations(this IServiceCollection services)
    {
        services.AddSingleton<IStatusFollower>(provider => provider.GetRequiredService<PendingRotationIndex>());
        services.TryAddSingleton<IDeviceMessenger, NoDeviceMessenger>();
        services.AddSingleton<PendingRotationIndex>();
        services.AddSingleton<RotationCommand>();
        services.AddSingleton<RotationProof>();
        services.AddSingleton<CommitRotations>();
        services.AddSingleton<StartRotation>();
        services.AddSingleton<CommitRotation>();
        services.AddSingleton<RollBackRotation>();
        services.AddSingleton<RotationQueries>();
        services.AddSingleton<IWriteStep, EndRotationOfCertificate>();
        services.AddSingleton<IWriteStep, EndRotationOfThing>();
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<PendingRotationIndex>());
        services.AddStartStep<PendingRotationIndex>("pending-rotations",
            StartPhase.Listen, (index, cancellationToken) => index.LoadAsync(cancellationToken));
        services.AddUpkeep<CommitRotations>("rotation-commits",
            TimeSpan.FromSeconds(1), (end, cancellationToken) => end.CommitDueAsync(cancellationToken));
        return services;
    }
}
