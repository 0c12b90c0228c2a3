using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What follows a change of status once it is committed: sessions end, OCSP and CRL say so, and how long each took is measured and kept.</summary>
public sealed class CertificateStatusEffects(Registry registry, AuthorityVault vault, ReconnectProbe probe, OcspService ocsp, CrlPublisher crls, IEnumerable<IStatusFollower> followers, ILogger<CertificateStatusEffects> logger)
{
    private const string InsertTiming = "INSERT INTO StatusTimings (CertificateKey, At, SessionClosed, ReconnectRefused, Ocsp, Crl) VALUES ($1, $2, $3, $4, $5, $6)";

    /// <summary>Carries out; answers when everything is over.</summary>
    /// <param name="changed">What was committed.</param>
    /// <param name="closeSessions">Ends the sessions that stand on it, or null where none may.</param>
    /// <param name="started">When the request came, as the clock's timestamp.</param>
    /// <param name="keep">False where nothing was changed that was not so before: the first time's figures stay.</param>
    internal async Task<(int SessionsClosed, PropagationTimes Known)> ApplyAfterCommitAsync(IReadOnlyList<ChangedCertificate> changed, Func<Task<int>>? closeSessions, long started, bool keep = true)
    {
        foreach (var (certificate, follower) in changed.SelectMany(certificate => followers.Select(follower => (certificate, follower))))
        {
            follower.StatusChanged(certificate.Id, certificate.Status);
        }

        // Before any wait, and for all of them: no answer from before the commit is given any more. Others' certificates are not ours to answer for.
        var own = changed.Where(certificate => vault.FindOwn(certificate.AuthorityKey) is not null).ToList();
        foreach (var certificate in own)
        {
            ocsp.Forget(certificate.AuthorityKey!.Value, certificate.SerialNumber);
        }

        var closing = closeSessions is null ? Task.FromResult(0) : closeSessions();
        var closedAfter = closeSessions is null ? Task.FromResult<TimeSpan?>(null) : AfterAsync(closing, started);
        var refused = closeSessions is not null && changed.Count > 0 && changed.All(certificate => probe.IsRefused(certificate.ThingName, certificate.Der, "status-not-active")) ? Elapsed(started) : (TimeSpan?)null;
        var answered = own.Count > 0 && own.All(IsKnownToOcsp) ? Elapsed(started) : (TimeSpan?)null;

        // Last of the four: the others are not to wait for a part of a CRL to be written.
        var published = await PublishAsync(own, started);
        var sessions = await closing;
        var known = new PropagationTimes(sessions == 0 ? null : await closedAfter, refused, answered, published);
        if (keep)
        {
            await KeepAsync(changed, known);
        }

        return (sessions, known);
    }

    /// <summary>Figures that cannot be kept, on a full disk, are no reason to say that the change failed: it is committed.</summary>
    private async Task KeepAsync(IReadOnlyList<ChangedCertificate> changed, PropagationTimes known)
    {
        try
        {
            await registry.WriteAsync(scope => Note(scope, changed, known), CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogError(e, "How long a change of status took was not kept");
        }
    }

    private static void Note(WriteScope scope, IReadOnlyList<ChangedCertificate> changed, PropagationTimes known)
    {
        foreach (var certificate in changed)
        {
            scope.Statements.Execute(InsertTiming, certificate.Key, scope.Now, PropagationTimes.Microseconds(known.SessionClosed), PropagationTimes.Microseconds(known.ReconnectRefused), PropagationTimes.Microseconds(known.Ocsp), PropagationTimes.Microseconds(known.Crl));
        }
    }

    private TimeSpan Elapsed(long started) => registry.Time.GetElapsedTime(started);

    private async Task<TimeSpan?> AfterAsync(Task task, long started)
    {
        await task;
        return Elapsed(started);
    }

    /// <summary>A CRL that cannot be written is no reason to undo a revocation: it is tried again, and until then the time is missing.</summary>
    private async Task<TimeSpan?> PublishAsync(List<ChangedCertificate> changed, long started)
    {
        if (changed.Count == 0)
        {
            return null;
        }

        try
        {
            foreach (var shard in changed.GroupBy(certificate => new CrlShardKey(certificate.AuthorityKey!.Value, certificate.Shard)))
            {
                var der = await crls.PublishAsync(shard.Key, CancellationToken.None);
                if (!shard.All(certificate => IsKnownToCrl(certificate, der)))
                {
                    return null;
                }
            }

            return Elapsed(started);
        }
        catch (Exception e)
        {
            logger.LogError(e, "A CRL was not published");
            return null;
        }
    }

    private static bool IsKnownToCrl(ChangedCertificate certificate, byte[] der) =>
        SerialNumber.TryParse(certificate.SerialNumber, out var serial) && CrlReader.Lists(der, serial.Value) == certificate.Status >= CertificateStatus.Inactive;

    private bool IsKnownToOcsp(ChangedCertificate certificate) =>
        ocsp.StatusOf(certificate.AuthorityKey!.Value, certificate.SerialNumber).State == (certificate.Status >= CertificateStatus.Inactive ? OcspState.Revoked : OcspState.Good);
}
