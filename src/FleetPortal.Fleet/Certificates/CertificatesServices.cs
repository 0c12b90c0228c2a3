using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Registers the services of this slice.</summary>
internal static class CertificatesServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<CertificateIssuance>();
        services.AddSingleton<IssueCertificate>();
        services.AddSingleton<IssueBatch>();
        services.AddSingleton<RegisterCertificate>();

        // In this order, in the transaction of every change of a certificate's status.
        services.AddSingleton<IWriteStep, WriteStatus>();
        services.AddSingleton<IWriteStep, RefreshThingSummary>();
        services.AddSingleton<IWriteStep, TouchCrlPart>();
        services.AddSingleton<IWriteStep, AuditTransition>();
        return services;
    }
}
