using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotation;

/// <summary>The steps of a rotation as they are written, each inside the transaction of whoever takes it.</summary>
internal static class Rotations
{
    /// <summary>Begins one for a Thing's certificate. A Thing has at most one open rotation: the database refuses a second.</summary>
    public static RotationRecord Begin(WriteScope scope, ThingRecord thing, long oldCertificateKey, TimeSpan grace, Actor actor)
    {
        if (scope.Db.Rotations.Any(x => x.ThingKey == thing.Key && x.State < RotationState.Committed))
        {
            throw new FleetError(FleetErrorKind.Conflict, "rotation-open", $"A rotation of {thing.Name} is under way. Commit it or roll it back first.");
        }

        var record = new RotationRecord
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ThingKey = thing.Key,
            OldCertificateKey = oldCertificateKey,
            State = RotationState.Requested,
            RequestedAt = scope.Now,
            RequestedBy = actor.Name,
            GraceSeconds = (long)grace.TotalSeconds,
        };
        scope.Db.Rotations.Add(record);
        scope.Audit(actor, "rotation.requested", AuditTarget.Thing(thing.Name), new { rotation = record.Id });
        scope.Emit(FleetEventKind.CertificateChanged, thing.Name);
        return record;
    }

    /// <summary>The new certificate was stored. A device that renews of its own accord begins a rotation with it.</summary>
    /// <returns>The rotation, and the certificate that is of no use any more: an earlier new one that was never proven, or the old one of a rotation that this renewal proves to be done.</returns>
    /// <exception cref="FleetError"><c>rotation-open</c>: the device came with the old certificate although it has proven the new one.</exception>
    public static (string RotationId, ChangedCertificate? Retired) NoteIssued(WriteScope scope, CertificateRecord issued, TimeSpan grace, Actor actor)
    {
        var thing = scope.Db.Things.Single(x => x.Key == issued.ThingKey);
        var record = scope.Db.Rotations.SingleOrDefault(x => x.ThingKey == thing.Key && x.State < RotationState.Committed);
        ChangedCertificate? retired = null;
        if (record is { State: RotationState.Proven })
        {
            retired = record.NewCertificateKey == issued.PredecessorKey
                ? Commit(scope, record, thing, actor)
                : throw new FleetError(FleetErrorKind.Conflict, "rotation-open", $"{thing.Name} has proven its new certificate. Renew with that one.");
            record = null;
        }
        else if (record is { State: RotationState.Issued, NewCertificateKey: { } earlier })
        {
            retired = Retire(scope, thing, earlier, actor);
        }

        record ??= Begin(scope, thing, issued.PredecessorKey!.Value, grace, actor);
        (record.State, record.NewCertificateKey, record.IssuedAt) = (RotationState.Issued, issued.Key, scope.Now);
        return (record.Id, retired);
    }

    /// <summary>Retires the old certificate.</summary>
    public static ChangedCertificate? Commit(WriteScope scope, RotationRecord record, ThingRecord thing, Actor actor)
    {
        record.EndedAt = scope.Now;
        Move(scope, record, thing.Name, RotationState.Committed, actor);

        // Seen by the look for open ones, and by the index that allows one.
        scope.Db.SaveChanges();
        return Retire(scope, thing, record.OldCertificateKey, actor);
    }

    /// <summary>Moves one on, with its audit entry.</summary>
    public static void Move(WriteScope scope, RotationRecord record, string thingName, RotationState to, Actor actor)
    {
        record.State = to;
        scope.Audit(actor, to switch { RotationState.Proven => "rotation.proven", RotationState.Committed => "rotation.committed", _ => "rotation.rolled-back" }, AuditTarget.Thing(thingName), new { rotation = record.Id });
        scope.Emit(FleetEventKind.CertificateChanged, thingName);
    }

    /// <summary>Revokes a certificate of a rotation unless it is revoked already.</summary>
    public static ChangedCertificate? Retire(WriteScope scope, ThingRecord thing, long certificateKey, Actor actor)
    {
        var certificate = scope.Db.Certificates.AsNoTracking().Single(x => x.Key == certificateKey);
        if (certificate.Status == CertificateStatus.Revoked)
        {
            return null;
        }

        CertificateTransitions.Apply(scope, certificate, thing, CertificateStatus.Revoked, RevocationReason.Superseded, actor);
        return ChangedCertificate.Of(certificate, thing.Name, CertificateStatus.Revoked);
    }
}
