using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Proofs;

/// <summary>Registers the services of this slice.</summary>
internal static class ProofsServices
{
    /// <summary>Adds the rolling proof.</summary>
    public static IServiceCollection AddProofs(this IServiceCollection services, ProofTypes types)
    {
        services.AddSingleton(types);
        services.AddSingleton<RollingProof>();
        services.AddSingleton<IWriteStep, DropProofOfRetired>();
        return services;
    }
}
