using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// The RSA certificate of the device listeners, for devices whose TLS library has no ECDSA: the operator's, or one that the portal issues
/// when the first such device connects. It is replaced when a third of its validity is left, or when the portal has changed to another
/// authority. Thread-safe.
/// </summary>
public sealed partial class RsaServerCertificate(
    DevicePort port, BrokerHost host, ServerCertificate issuer, TimeProvider time, ILogger<RsaServerCertificate> logger) : IDisposable
{
    // A failed issuance is not tried again for each connection.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _issuing = new(1);
    private readonly SslStreamCertificateContext? _given = port.RsaCertificate is { } given
        ? SslStreamCertificateContext.Create(given[0], [.. given.Skip(1)], offline: true) : null;

    private volatile Issued? _issued;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>Returns the certificate with its chain; null if it cannot be issued now.</summary>
    public async ValueTask<SslStreamCertificateContext?> ContextAsync(CancellationToken cancellationToken)
    {
        if (_given is not null)
        {
            return _given;
        }

        if (Current is { } current)
        {
            return current;
        }

        await _issuing.WaitAsync(cancellationToken);
        try
        {
            return Current ?? (time.GetUtcNow() < _notBefore ? null : await IssueAsync());
        }
        finally
        {
            _issuing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _issuing.Dispose();

    private SslStreamCertificateContext? Current => _issued is { } issued && time.GetUtcNow() is var now && issued.From <= now
        && now < issued.ReplaceAt && issued.AuthorityDer.AsSpan().SequenceEqual(host.AuthorityDer) ? issued.Context : null;

    private async Task<SslStreamCertificateContext?> IssueAsync()
    {
        try
        {
            // Not cancelled with the connection: the next device needs the certificate, too.
            var (certificate, authorityDer) = await issuer.IssueAsync(port.PublicHosts, ServerKey.Rsa, CancellationToken.None);
            var context = SslStreamCertificateContext.Create(
                certificate, [X509CertificateLoader.LoadCertificate(authorityDer)], offline: true);
            _issued = new Issued(context, authorityDer, certificate.NotBefore,
                certificate.NotAfter - ((certificate.NotAfter - certificate.NotBefore) / 3));
            return context;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _notBefore = time.GetUtcNow() + RetryAfter;
            LogNotIssued(e, RetryAfter);
            return null;
        }
    }

    [LoggerMessage(4403, LogLevel.Error, "The RSA certificate of the device listeners could not be issued; retrying after {Interval}.")]
    private partial void LogNotIssued(Exception exception, TimeSpan interval);

    private sealed record Issued(SslStreamCertificateContext Context, byte[] AuthorityDer, DateTimeOffset From, DateTimeOffset ReplaceAt);
}
