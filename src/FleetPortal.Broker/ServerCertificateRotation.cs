using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>Replaces the listeners' certificate when a third of its validity is left. Connections go on; the next handshake sees the new one.</summary>
internal sealed class ServerCertificateRotation(ServerCertificate issuer, DeviceTls tls, BrokerHost host, TimeProvider time, ILogger<ServerCertificateRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReplaceWhenDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Two thirds are gone, one is left: the next hour tries again.
                logger.LogError(e, "The certificate of the device listeners was not replaced");
            }
        }
    }

    private async Task ReplaceWhenDueAsync(CancellationToken cancellationToken)
    {
        var current = host.Certificate!;
        var third = (current.NotAfter - current.NotBefore) / 3;
        if (time.GetUtcNow() < current.NotAfter - third)
        {
            return;
        }

        await host.IssueAsync(issuer, tls, cancellationToken);
        logger.LogInformation("The device listeners have a new certificate until {NotAfter:u}", host.Certificate!.NotAfter);
    }
}

/// <summary>The name that devices connect to, and the certificate that says so.</summary>
public sealed class BrokerHost(string publicHost)
{
    /// <summary>What is served now.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>Issues a certificate and serves it from the next handshake on.</summary>
    public async Task IssueAsync(ServerCertificate issuer, DeviceTls tls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(tls);
        Certificate = await issuer.IssueAsync(publicHost, cancellationToken);
        tls.Use(Certificate);
    }
}
