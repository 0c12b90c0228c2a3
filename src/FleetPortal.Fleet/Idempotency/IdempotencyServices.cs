using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Idempotency;

/// <summary>Registers the services of this slice.</summary>
internal static class IdempotencyServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton<IdempotencyStore>();
        return services;
    }
}
