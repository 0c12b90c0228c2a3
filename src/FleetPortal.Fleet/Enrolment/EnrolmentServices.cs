using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Registers the services of the slice Enrolment.</summary>
internal static class EnrolmentServices
{
    /// <summary>Adds the use cases for enrolment tokens, enrolment and renewal.</summary>
    public static IServiceCollection AddEnrolment(this IServiceCollection services)
    {
        services.AddSingleton<CreateEnrolmentToken>();
        services.AddSingleton<EnrolmentTokenQueries>();
        services.AddSingleton<CancelEnrolmentToken>();
        services.AddSingleton<DeliveredCertificates>();
        services.AddSingleton<EnrolDevice>();
        services.AddSingleton<RenewCertificate>();
        services.AddSingleton<EnrolmentThrottle>();
        services.AddSingleton<IWriteStep, DropEnrolmentTokens>();
        return services;
    }
}
