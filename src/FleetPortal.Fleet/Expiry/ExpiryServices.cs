using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Expiry;

/// <summary>Registers the services of this slice.</summary>
internal static class ExpiryServices
{
    /// <summary>Adds the services of expiry warnings.</summary>
    public static IServiceCollection AddExpiry(this IServiceCollection services, ExpiryPolicy policy)
    {
        services.AddSingleton(policy);
        services.AddSingleton<ExpiryWarnings>();
        services.AddSingleton<ExpiryQueries>();
        services.AddUpkeep<ExpiryWarnings>("expiry-warnings",
            TimeSpan.FromMinutes(1), (expiry, cancellationToken) => expiry.StepAsync(cancellationToken));
        return services;
    }
}
