using System.Threading.Channels;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// Replaces the certificate of the listeners when a third of its validity is left, when its authority is no longer trusted, or when it is
/// not valid yet because the clock was ahead at its issuance. Open connections stay; the next handshake uses the new certificate.
/// </summary>
internal sealed partial class ServerCertificateRotation(
    ServerCertificate issuer,
    AuthorityVault vault, DeviceTls tls, BrokerHost host, TimeProvider time, ILogger<ServerCertificateRotation> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // One pending signal is enough, because each run checks everything.
    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

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
        var trusted = vault.OwnAuthorities.Any(authority => authority.Status == AuthorityStatus.Active
            && authority.Signer.Certificate.AsSpan().SequenceEqual(host.AuthorityDer));
        var now = time.GetUtcNow();
        if (current.NotBefore <= now && now < current.NotAfter - third && (trusted || vault.PortalIssuer.Status != AuthorityStatus.Active))
        {
            return;
        }

        try
        {
            await host.IssueAsync(issuer, tls, cancellationToken);
            LogReplaced(host.Certificate!.SerialNumber, host.Certificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotReplaced(e, current.SerialNumber, Interval);
        }
    }

    [LoggerMessage(4401, LogLevel.Information, "The device listeners serve the new certificate {Serial}, valid until {NotAfter:u}.")]
    private partial void LogReplaced(string serial, DateTime notAfter);

    [LoggerMessage(4402, LogLevel.Error, "The certificate {Serial} of the device listeners could not be replaced; retrying in {Interval}.")]
    private partial void LogNotReplaced(Exception exception, string serial, TimeSpan interval);
}
