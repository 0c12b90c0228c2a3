using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What a change of status did.</summary>
/// <param name="SessionsClosed">How many live sessions ended because of it; they are gone when this is answered.</param>
/// <param name="Elapsed">From the request to the answer.</param>
/// <param name="LeftWithoutCredential">Whether nothing else lets the Thing in: it is out until it gets another.</param>
/// <param name="Known">How long it took until each part of the world knew.</param>
/// <param name="SameKey">Other certificates of the same key that were changed with it: keyCompromise ends them all.</param>
public sealed record StatusChange(
    CertificateId Id, string ThingName, CertificateStatus Status, RevocationReason? Reason, DateTimeOffset ChangedAt, int SessionsClosed, bool LeftWithoutCredential, TimeSpan Elapsed, PropagationTimes Known, IReadOnlyList<CertificateId> SameKey);

/// <summary>Puts a certificate on hold: refused until released.</summary>
public sealed class HoldCertificate(CertificateStatusChange change)
{
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, Actor actor, CancellationToken cancellationToken, string? note = null) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Inactive, Note: note), actor, cancellationToken);
}

/// <summary>Lets a certificate that is on hold be used again.</summary>
public sealed class ReleaseCertificate(CertificateStatusChange change)
{
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>revoked-by-authority</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, Actor actor, CancellationToken cancellationToken, string? note = null) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Active, Note: note), actor, cancellationToken);
}

/// <summary>Ends a certificate for good.</summary>
public sealed class RevokeCertificate(CertificateStatusChange change)
{
    /// <summary>
    /// Ends it. With the reason keyCompromise every other certificate of its key ends with it, and one that is revoked already takes the reason over;
    /// with any other reason a certificate that is revoked keeps the reason that it has.
    /// </summary>
    /// <param name="keepLast">Refuse where nothing else lets the Thing in.</param>
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>last-credential</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, RevocationReason reason, Actor actor, CancellationToken cancellationToken, bool keepLast = false) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Revoked, reason, keepLast), actor, cancellationToken);
}

/// <summary>What a certificate is to become.</summary>
internal readonly record struct StatusRequest(CertificateId Id, CertificateStatus To, RevocationReason? Reason = null, bool KeepLast = false, string? Note = null);

/// <summary>What hold, release and revoke share: the right, the transaction, the answer.</summary>
public sealed class CertificateStatusChange(Registry registry)
{
    internal async Task<StatusChange> ApplyAsync(StatusRequest wanted, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(wanted.Note);
        var started = registry.Time.GetTimestamp();
        var (changes, name, changedAt, last) = await registry.WriteAsync(scope => Change(scope, wanted, actor), cancellationToken);
        var sameKey = changes.Certificates.Select(one => one.Id).Where(id => id != wanted.Id);
        return new StatusChange(
            wanted.Id, name, wanted.To, wanted.Reason, changedAt, changes.SessionsClosed, last, registry.Time.GetElapsedTime(started), changes.Known, [.. sameKey]);
    }

    private static (StatusChanges Changes, string ThingName, DateTimeOffset At, bool Last) Change(WriteScope scope, StatusRequest wanted, Actor actor)
    {
        var octets = wanted.Id.ToOctets();
        var certificate = scope.Db.Set<CertificateRecord>().Include(x => x.Thing).SingleOrDefault(x => x.Id == octets)
            ?? throw FleetError.NotFound(CertificateErrors.NotFound, wanted.Id.ToString());
        var name = certificate.Thing!.Name;
        var ofKey = wanted is { To: CertificateStatus.Revoked, Reason: RevocationReason.KeyCompromise };
        var last = wanted.To != CertificateStatus.Active
            && !UsableCertificates.Of(scope.Db.Set<CertificateRecord>(), scope.Now).Any(x => x.ThingKey == certificate.ThingKey && x.Key != certificate.Key && !(ofKey && x.KeyHash == certificate.KeyHash));
        if (certificate.Status == wanted.To && !ofKey)
        {
            // Twice is once: the same request again (a lost answer, a double click) finds its work done.
            return wanted.To == CertificateStatus.Revoked && certificate.RevocationReason != wanted.Reason
                ? throw new FleetError(FleetErrorKind.Conflict, CertificateErrors.Revoked, $"The certificate is revoked already, with the reason {certificate.RevocationReason?.Text()}.")
                : (scope.Note<StatusChanges>().Repeat(certificate, name), name, certificate.StatusChangedAt, last);
        }

        if (wanted.To == CertificateStatus.Active)
        {
            ExternalCrlRows.RequireNotListed(scope, certificate.AuthorityKey, certificate.SerialNumber);
        }

        if (last && wanted.KeepLast && certificate.Status != wanted.To)
        {
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.LastCredential, $"Nothing else lets {name} in. Issue it another certificate first, or revoke without keepLast.");
        }

        var at = certificate.Status == wanted.To ? certificate.StatusChangedAt : scope.Now;
        if (ofKey)
        {
            return (CompromisedKeys.Revoke(scope, certificate, actor) == 0 ? scope.Note<StatusChanges>().Repeat(certificate, name) : scope.Note<StatusChanges>(), name, at, last);
        }

        CertificateTransitions.Apply(scope, certificate, certificate.Thing, wanted.To, wanted.Reason, actor, wanted.Note);
        return (scope.Note<StatusChanges>(), name, at, last);
    }
}
