using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// Replaces the listeners' certificate when a third of its validity is left, when its authority is not trusted any more, or when it is not
/// valid yet because the clock was ahead when it was made.
/// Connections go on; the next handshake sees the new one.
/// </summary>
internal sealed class ServerCertificateRotation(ServerCertificate issuer, AuthorityVault vault, DeviceTls tls, BrokerHost host, TimeProvider time, ILogger<ServerCertificateRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // One that waits is enough: whoever reads it looks at everything.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Interval, Interval);
        vault.Changed += Wake;
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
            {
                await ReplaceWhenDueAsync(stoppingToken);
            }
        }
        finally
        {
            vault.Changed -= Wake;
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task ReplaceWhenDueAsync(CancellationToken cancellationToken)
    {
        var current = host.Certificate!;
        var third = (current.NotAfter - current.NotBefore) / 3;
        var trusted = vault.OwnAuthorities.Any(authority => authority.Status == AuthorityStatus.Active && authority.Signer.Certificate.AsSpan().SequenceEqual(host.AuthorityDer));
        var now = time.GetUtcNow();
        if (current.NotBefore <= now && now < current.NotAfter - third && (trusted || vault.ForOwnUse.Status != AuthorityStatus.Active))
        {
            return;
        }

        try
        {
            await host.IssueAsync(issuer, tls, cancellationToken);
            logger.LogInformation("The device listeners have a new certificate until {NotAfter:u}", host.Certificate!.NotAfter);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Two thirds of the validity are gone, one is left: the next round tries again.
            logger.LogError(e, "The certificate of the device listeners was not replaced");
        }
    }
}

/// <summary>The name that devices connect to, and the certificate that says so.</summary>
public sealed class BrokerHost(string publicHost)
{
    /// <summary>What is served now.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>The authority that signed it, in DER.</summary>
    public byte[] AuthorityDer { get; private set; } = [];

    /// <summary>Issues a certificate and serves it from the next handshake on.</summary>
    public async Task IssueAsync(ServerCertificate issuer, DeviceTls tls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(tls);
        (Certificate, AuthorityDer) = await issuer.IssueAsync(publicHost, cancellationToken);
        tls.Use(Certificate, AuthorityDer);
    }
}
