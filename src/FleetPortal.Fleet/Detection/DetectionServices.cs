using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Detection;

/// <summary>Registers the services of this slice.</summary>
internal static class DetectionServices
{
    /// <summary>Adds the clone detector.</summary>
    public static IServiceCollection AddDetection(this IServiceCollection services, DetectionLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<RetiredCertificates>();
        services.AddSingleton<IWriteStep, ReportSharedKey>();
        services.AddSingleton<TrafficWatch>();
        services.AddStartStep<TrafficWatch>(
            "clone-detector", StartPhase.Listen, (watch, cancellationToken) => watch.StartAsync(cancellationToken));
        return services;
    }
}
