using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>What a change of status did.</summary>
/// <param name="SessionsClosed">How many live sessions ended because of it; they are gone when this is answered.</param>
/// <param name="Elapsed">From the request to the answer.</param>
/// <param name="Known">How long it took until each part of the world knew.</param>
public sealed record StatusChange(CertificateId Id, string ThingName, CertificateStatus Status, RevocationReason? Reason, DateTimeOffset ChangedAt, int SessionsClosed, TimeSpan Elapsed, KnownAfter Known);

/// <summary>Puts a certificate on hold: refused until released.</summary>
public sealed class HoldCertificate(CertificateStatusChange change)
{
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, Actor actor, CancellationToken cancellationToken) =>
        change.ApplyAsync(id, CertificateStatus.Inactive, null, actor, cancellationToken);
}

/// <summary>Lets a certificate that is on hold be used again.</summary>
public sealed class ReleaseCertificate(CertificateStatusChange change)
{
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, Actor actor, CancellationToken cancellationToken) =>
        change.ApplyAsync(id, CertificateStatus.Active, null, actor, cancellationToken);
}

/// <summary>Ends a certificate for good.</summary>
public sealed class RevokeCertificate(CertificateStatusChange change)
{
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, RevocationReason reason, Actor actor, CancellationToken cancellationToken) =>
        change.ApplyAsync(id, CertificateStatus.Revoked, reason, actor, cancellationToken);
}

/// <summary>What hold, release and revoke share: the right, the commit, then what follows from it, then the answer.</summary>
public sealed class CertificateStatusChange(Registry registry, LiveConnections connections, StatusEffect effect)
{
    internal async Task<StatusChange> ApplyAsync(CertificateId id, CertificateStatus to, RevocationReason? reason, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        var started = registry.Time.GetTimestamp();
        var (changed, changedAt) = await registry.WriteAsync(scope => Change(scope, id, to, reason, actor), cancellationToken);
        var end = to == CertificateStatus.Revoked ? SessionEnd.RightsWithdrawn : SessionEnd.AdministrativeAction;
        var (closed, known) = await effect.CarryOutAsync([changed], to == CertificateStatus.Active ? null : () => connections.CloseAsync([id], end), started);
        return new StatusChange(id, changed.ThingName, to, reason, changedAt, closed, registry.Time.GetElapsedTime(started), known);
    }

    private static (ChangedCertificate Changed, DateTimeOffset At) Change(WriteScope scope, CertificateId id, CertificateStatus to, RevocationReason? reason, Actor actor)
    {
        var octets = id.ToOctets();
        var certificate = scope.Db.Certificates.Include(x => x.Thing).SingleOrDefault(x => x.Id == octets)
            ?? throw FleetError.NotFound("certificate", id.ToString());
        if (certificate.Status == to)
        {
            // Twice is once: the same request again (a lost answer, a double click) finds its work done.
            return to == CertificateStatus.Revoked && certificate.RevocationReason != reason
                ? throw new FleetError(FleetErrorKind.Conflict, "certificate-revoked", $"The certificate is revoked already, with the reason {certificate.RevocationReason?.Text()}.")
                : (ChangedCertificate.Of(certificate, certificate.Thing!.Name, to), certificate.StatusChangedAt);
        }

        CertificateTransitions.Apply(scope, certificate, certificate.Thing!, to, reason, actor);
        return (ChangedCertificate.Of(certificate, certificate.Thing!.Name, to), scope.Now);
    }
}
