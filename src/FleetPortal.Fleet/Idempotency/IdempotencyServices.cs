using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Idempotency;

/// <summary>Registers the services of this slice.</summary>
internal static class IdempotencyServices
{
    /// <summary>Adds the store of requests with an Idempotency-Key.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton<IdempotencyStore>();
        return services;
    }
}
