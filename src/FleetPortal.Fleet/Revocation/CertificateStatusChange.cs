using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Runs hold, release and revocation: checks the right, writes the change, and returns the result with its times.</summary>
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
            wanted.Id, name, wanted.To,
            wanted.Reason, changedAt, changes.SessionsClosed, last, registry.Time.GetElapsedTime(started), changes.Known, [.. sameKey]);
    }

    private static (StatusChanges Changes, string ThingName, DateTimeOffset At, bool Last) Change(
        WriteScope scope, StatusRequest wanted, Actor actor)
    {
        var octets = wanted.Id.ToOctets();
        var certificate = scope.Db.Set<CertificateRecord>().Include(x => x.Thing).SingleOrDefault(x => x.Id == octets)
            ?? throw FleetError.NotFound(CertificateErrors.NotFound, wanted.Id.ToString());
        var name = certificate.Thing!.Name;
        var ofKey = wanted is { To: CertificateStatus.Revoked, Reason: RevocationReason.KeyCompromise };
        var last = wanted.To != CertificateStatus.Active
            && !UsableCertificates.Of(scope.Db.Set<CertificateRecord>(), scope.Now)
                .Any(x => x.ThingKey == certificate.ThingKey && x.Key != certificate.Key && !(ofKey && x.KeyHash == certificate.KeyHash));
        if (certificate.Status == wanted.To && !ofKey)
        {
            // A repeated request (after a lost answer or a double click) finds the change done, and runs the effects again.
            return wanted.To == CertificateStatus.Revoked && certificate.RevocationReason != wanted.Reason
                ? throw new FleetError(FleetErrorKind.Conflict, CertificateErrors.Revoked,
                    $"The certificate is already revoked with the reason {certificate.RevocationReason?.ToWire()}.")
                : (scope.Note<StatusChanges>().Repeat(certificate), name, certificate.StatusChangedAt, last);
        }

        if (wanted.To == CertificateStatus.Active)
        {
            ExternalCrlRows.RequireNotListed(scope, certificate.AuthorityKey, certificate.SerialNumber);
        }

        if (last && wanted.KeepLast && certificate.Status != wanted.To)
        {
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.LastCredential,
                $"{name} has no other usable certificate. Issue another one first, or revoke without keepLast.");
        }

        var at = certificate.Status == wanted.To ? certificate.StatusChangedAt : scope.Now;
        if (ofKey)
        {
            return (CompromisedKeys.Revoke(scope, certificate, actor) == 0
                ? scope.Note<StatusChanges>().Repeat(certificate) : scope.Note<StatusChanges>(), name, at, last);
        }

        CertificateTransitions.Apply(scope, certificate, certificate.Thing, wanted.To, wanted.Reason, actor, wanted.Note);
        return (scope.Note<StatusChanges>(), name, at, last);
    }
}
