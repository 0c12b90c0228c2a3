using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Stores the propagation times of the change. If they cannot be stored (for example on a full disk), the change does not fail, because it
/// is committed.
/// </summary>
internal sealed partial class KeepTimings(Registry registry, ILogger<KeepTimings> logger) : IStatusEffect
{
    private const string Insert =
        "INSERT INTO StatusTimings (CertificateKey, At, SessionClosed, ReconnectRefused, Ocsp, Crl) VALUES ($1, $2, $3, $4, $5, $6)";

    /// <inheritdoc/>
    public async Task ApplyAsync(StatusEffectContext context)
    {
        var fresh = context.Changes.Where(changes => !changes.IsRepeat).SelectMany(changes => changes.Certificates).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        try
        {
            await registry.WriteAsync(scope => Store(scope, fresh, context.Known), CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotStored(e, fresh.Count);
        }
    }

    private static void Store(WriteScope scope, List<ChangedCertificate> changed, PropagationTimes known)
    {
        var (sessions, reconnect) =
            (PropagationTimes.Microseconds(known.SessionClosed), PropagationTimes.Microseconds(known.ReconnectRefused));
        var (ocsp, crl) = (PropagationTimes.Microseconds(known.Ocsp), PropagationTimes.Microseconds(known.Crl));
        foreach (var certificate in changed)
        {
            scope.Statements.Execute(Insert, certificate.Key, scope.Now, sessions, reconnect, ocsp, crl);
        }
    }

    [LoggerMessage(2002, LogLevel.Error, "The propagation times of {Count} status changes could not be stored.")]
    private partial void LogNotStored(Exception exception, int count);
}
