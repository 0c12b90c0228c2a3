using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Registers the services of this slice.</summary>
internal static class EnrolmentServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddEnrolment(this IServiceCollection services)
    {
        services.AddSingleton<CreateEnrolmentToken>();
        services.AddSingleton<EnrolmentTokenQueries>();
        services.AddSingleton<CancelEnrolmentToken>();
        services.AddSingleton<DeliveredCertificates>();
        services.AddSingleton<EnrolDevice>();
        services.AddSingleton<RenewCertificate>();
        services.AddSingleton<EnrolmentThrottle>();
        return services;
    }
}
