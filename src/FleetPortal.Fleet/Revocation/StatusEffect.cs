using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Identity;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation;

/// <summary>
/// How long it took from the request until each part of the world knew. Measured by asking it: the decider, the responder, the
/// CRL as it is served. Null where it does not apply, or where it has not come to know.
/// </summary>
/// <param name="SessionClosed">Until the last session was gone; null where there was none.</param>
/// <param name="ReconnectRefused">Until the decider refused the certificate.</param>
/// <param name="Ocsp">Until OCSP gave the new status.</param>
/// <param name="Crl">Until the published CRL did.</param>
public sealed record KnownAfter(TimeSpan? SessionClosed, TimeSpan? ReconnectRefused, TimeSpan? Ocsp, TimeSpan? Crl);

/// <summary>A certificate whose status has just been changed and committed.</summary>
internal sealed record ChangedCertificate(CertificateId Id, long Key, string ThingName, long? AuthorityKey, int Shard, string SerialNumber, byte[] Der, CertificateStatus Status)
{
    public static ChangedCertificate Of(CertificateRecord record, string thingName, CertificateStatus status) =>
        new(CertificateId.FromOctets(record.Id), record.Key, thingName, record.AuthorityKey, record.Shard, record.SerialNumber, record.Der, status);
}

/// <summary>What follows a change of status once it is committed: sessions end, OCSP and CRL say so, and how long each took is measured and kept.</summary>
public sealed class StatusEffect(Registry registry, AuthorityVault vault, IdentityDecider decider, OcspService ocsp, CrlPublisher crls, ILogger<StatusEffect> logger)
{
    private const string InsertTiming = "INSERT INTO StatusTimings (CertificateKey, At, SessionClosed, ReconnectRefused, Ocsp, Crl) VALUES ($1, $2, $3, $4, $5, $6)";

    /// <summary>Carries out; answers when everything is over.</summary>
    /// <param name="changed">What was committed.</param>
    /// <param name="closeSessions">Ends the sessions that stand on it, or null where none may.</param>
    /// <param name="started">When the request came, as the clock's timestamp.</param>
    /// <param name="keep">False where nothing was changed that was not so before: the first time's figures stay.</param>
    internal async Task<(int SessionsClosed, KnownAfter Known)> CarryOutAsync(IReadOnlyList<ChangedCertificate> changed, Func<Task<int>>? closeSessions, long started, bool keep = true)
    {
        // First, and for all of them: no answer from before the commit is given any more. Others' certificates are not ours to answer for.
        var own = changed.Where(certificate => vault.FindOwn(certificate.AuthorityKey) is not null).ToList();
        foreach (var certificate in own)
        {
            ocsp.Forget(certificate.AuthorityKey!.Value, certificate.SerialNumber);
        }

        var closing = closeSessions is null ? Task.FromResult(0) : closeSessions();
        var closedAfter = closeSessions is null ? Task.FromResult<TimeSpan?>(null) : AfterAsync(closing, started);
        var refused = closeSessions is not null && changed.Count > 0 && changed.All(IsRefused) ? Elapsed(started) : (TimeSpan?)null;
        var answered = own.Count > 0 && own.All(IsKnownToOcsp) ? Elapsed(started) : (TimeSpan?)null;

        // Last of the four: the others are not to wait for a part of a CRL to be written.
        var published = await PublishAsync(own, started);
        var sessions = await closing;
        var known = new KnownAfter(sessions == 0 ? null : await closedAfter, refused, answered, published);
        if (keep)
        {
            await KeepAsync(changed, known);
        }

        return (sessions, known);
    }

    /// <summary>Figures that cannot be kept, on a full disk, are no reason to say that the change failed: it is committed.</summary>
    private async Task KeepAsync(IReadOnlyList<ChangedCertificate> changed, KnownAfter known)
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

    private static void Note(WriteScope scope, IReadOnlyList<ChangedCertificate> changed, KnownAfter known)
    {
        foreach (var certificate in changed)
        {
            scope.Statements.Execute(InsertTiming, certificate.Key, scope.Now, Microseconds(known.SessionClosed), Microseconds(known.ReconnectRefused), Microseconds(known.Ocsp), Microseconds(known.Crl));
        }
    }

    private static int? Microseconds(TimeSpan? time) => time is { } span ? (int)Math.Min(int.MaxValue, span.TotalMicroseconds) : null;

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

    private bool IsRefused(ChangedCertificate changed)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(changed.Der);
        var attempt = new ConnectAttempt
        {
            ClientId = changed.ThingName,
            RemoteAddress = "",
            Protocol = "MQTT 5",
            Tls = "TLS 1.3",
            Certificate = new PresentedCertificate(certificate, vault.Anchors.Verify(certificate)),
            IsDryRun = true,
        };
        return decider.Decide(attempt) is { Allowed: false } decision && decision.Checks.Any(check => check.Code == "status-not-active");
    }
}
