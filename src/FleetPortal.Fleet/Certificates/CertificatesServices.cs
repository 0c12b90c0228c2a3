using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Registers the services of the slice Certificates.</summary>
internal static class CertificatesServices
{
    /// <summary>Adds the services and the steps of a status change.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<CertificateIssuance>();
        services.AddSingleton<IssueCertificate>();
        services.AddSingleton<IssueBatch>();
        services.AddSingleton<RegisterCertificate>();

        // The steps of every status change of a certificate, in this order, in its transaction.
        services.AddSingleton<IWriteStep, WriteStatus>();
        services.AddSingleton<IWriteStep, RefreshThingSummary>();
        services.AddSingleton<IWriteStep, TouchCrlPart>();
        services.AddSingleton<IWriteStep, AuditTransition>();
        return services;
    }
}
