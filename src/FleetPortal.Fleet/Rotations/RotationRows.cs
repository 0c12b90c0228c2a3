using System.Security.Cryptography;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Writes the steps of rotations, each inside the transaction of the caller.</summary>
internal static class RotationRows
{
    private const int Requested = (int)RotationState.Requested;
    private const int FirstEnded = (int)RotationState.Committed;

    private static readonly string SelectOpenOfNew =
        $"""SELECT "Key" FROM Rotations WHERE NewCertificateKey = $1 AND State < {FirstEnded}""";

    // The second condition on State makes SQLite use the index of open rotations.
    private static readonly string SelectRequestedOfOld =
        $"""SELECT "Key" FROM Rotations WHERE ThingKey = $1 AND OldCertificateKey = $2 AND State = {Requested} AND State < {FirstEnded}""";

    /// <summary>Adds a rotation of a certificate. A Thing has at most one open rotation; the database enforces it too.</summary>
    /// <exception cref="FleetError"><c>rotation-open</c>.</exception>
    public static RotationRecord Begin(WriteScope scope, ThingRecord thing, long oldCertificateKey, TimeSpan grace, Actor actor)
    {
        if (scope.Db.Set<RotationRecord>().Any(x => x.ThingKey == thing.Key && x.State < RotationState.Committed))
        {
            throw new FleetError(FleetErrorKind.Conflict,
                RotationErrors.Open, $"A rotation of {thing.Name} is under way. Commit it or roll it back first.");
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
        scope.Db.Set<RotationRecord>().Add(record);
        scope.Audit(actor, RotationActions.Requested, AuditTarget.Thing(thing.Name), new { rotation = record.Id });
        scope.Emit(FleetEventKind.RotationChanged, thing.Name);
        return record;
    }

    /// <summary>
    /// Whether the portal asked the device to rotate. Otherwise the device renews by itself, and may keep its key (RFC 7030 §4.2.2).
    /// </summary>
    public static bool WasAskedFor(string requestedBy, string thingName) => requestedBy != thingName;

    /// <summary>
    /// Records that a new certificate was stored. If no rotation is open, a new one starts. A rotation never retires a factory (imported)
    /// certificate: it is part of the device, which uses it again after a reset (IEEE 802.1AR §6, IDevID). Instead, the newest certificate
    /// that the portal issued is retired, if there is one.
    /// </summary>
    /// <returns>The id of the rotation, or null if there is no certificate to replace.</returns>
    /// <exception cref="FleetError"><c>rotation-open</c>: the device used the old certificate although it has proven the new one;
    /// <c>key-reused</c>.</exception>
    public static string? NoteIssued(WriteScope scope, CertificateRecord issued, TimeSpan grace, Actor actor)
    {
        var thing = scope.Db.Set<ThingRecord>().Single(x => x.Key == issued.ThingKey);
        var record = scope.Db.Set<RotationRecord>().SingleOrDefault(x => x.ThingKey == thing.Key && x.State < RotationState.Committed);
        var came = issued.PredecessorKey!.Value;
        var isFactory = IsImported(scope, came);
        if (record is { State: RotationState.Proven })
        {
            if (!isFactory && record.NewCertificateKey != came)
            {
                throw new FleetError(FleetErrorKind.Conflict,
                    RotationErrors.Open, $"{thing.Name} has already connected with its new certificate. Renew with that certificate.");
            }

            Commit(scope, record, thing, actor);
            record = null;
        }
        else if (record is { State: RotationState.Issued, NewCertificateKey: { } earlier })
        {
            // The earlier new certificate is no longer part of the rotation, so retiring it does not end the rotation.
            record.NewCertificateKey = null;
            scope.Db.SaveChanges();
            Retire(scope, thing, earlier, actor);
        }

        if (record is not null && WasAskedFor(record.RequestedBy, thing.Name) && SameKey(scope, issued))
        {
            throw new FleetError(FleetErrorKind.Refused,
                RotationErrors.KeyReused, $"The rotation of {thing.Name} requires a new key. Make a new key on the device.");
        }

        // The rotation retires the certificate that the device used, which may differ from the one at the start of the rotation.
        var old = isFactory ? NewestOwn(scope, issued) ?? record?.OldCertificateKey : came;
        if (old is not { } oldKey)
        {
            return null;
        }

        record ??= Begin(scope, thing, oldKey, grace, actor);
        (record.State, record.OldCertificateKey, record.NewCertificateKey, record.IssuedAt) =
            (RotationState.Issued, oldKey, issued.Key, scope.Now);
        return record.Id;
    }

    /// <summary>
    /// Ends the rotation of a certificate that was revoked. If it is the new certificate, the old one stays, because the end of the grace
    /// period must not retire the only usable certificate. If it is the old certificate and no new one was issued, there is nothing left to
    /// replace.
    /// </summary>
    public static void NoteRevoked(WriteScope scope, long certificateKey, ThingRecord thing, Actor actor)
    {
        if ((scope.Statements.Scalar<long?>(SelectOpenOfNew, certificateKey)
            ?? scope.Statements.Scalar<long?>(SelectRequestedOfOld, thing.Key, certificateKey)) is { } key)
        {
            RollBack(scope, scope.Db.Set<RotationRecord>().Single(x => x.Key == key), thing.Name, actor);
        }
    }

    /// <summary>Ends the rotation of a Thing that is retired.</summary>
    public static void NoteRetired(WriteScope scope, ThingRecord thing, Actor actor)
    {
        if (scope.Db.Set<RotationRecord>().SingleOrDefault(x => x.ThingKey == thing.Key && x.State < RotationState.Committed) is { } record)
        {
            RollBack(scope, record, thing.Name, actor);
        }
    }

    /// <summary>Rolls a rotation back. The caller retires the new certificate.</summary>
    public static void RollBack(WriteScope scope, RotationRecord record, string thingName, Actor actor)
    {
        record.EndedAt = scope.Now;
        Move(scope, record, thingName, RotationState.RolledBack, actor);

        // Seen by the look for open ones, and by the index that allows one.
        scope.Db.SaveChanges();
    }

    /// <summary>Commits a rotation: retires its old certificate.</summary>
    public static void Commit(WriteScope scope, RotationRecord record, ThingRecord thing, Actor actor)
    {
        record.EndedAt = scope.Now;
        Move(scope, record, thing.Name, RotationState.Committed, actor);

        // Seen by the look for open ones, and by the index that allows one.
        scope.Db.SaveChanges();

        foreach (var step in scope.Steps<IRotationCommitStep>())
        {
            step.Apply(scope, record);
        }

        Retire(scope, thing, record.OldCertificateKey, actor);
    }

    /// <summary>Sets the state of a rotation, with its audit entry and event.</summary>
    public static void Move(WriteScope scope, RotationRecord record, string thingName, RotationState to, Actor actor)
    {
        record.State = to;
        scope.Audit(actor, to switch { RotationState.Proven => RotationActions.Proven, RotationState.Committed => RotationActions.Committed,
            _ => RotationActions.RolledBack }, AuditTarget.Thing(thingName), new { rotation = record.Id });
        scope.Emit(FleetEventKind.RotationChanged, thingName);
    }

    private static bool SameKey(WriteScope scope, CertificateRecord issued) =>
        scope.Db.Set<CertificateRecord>()
            .Where(x => x.Key == issued.PredecessorKey).Select(x => x.KeyHash).Single().AsSpan().SequenceEqual(issued.KeyHash);

    private static bool IsImported(WriteScope scope, long certificateKey) => scope.Db.Set<CertificateRecord>()
        .Any(x => x.Key == certificateKey && x.Profile == RegisterCertificate.Profile);

    private static long? NewestOwn(WriteScope scope, CertificateRecord issued) =>
        scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == issued.ThingKey
            && x.Key != issued.Key && x.Status == CertificateStatus.Active && x.Profile != RegisterCertificate.Profile)
            .OrderByDescending(x => x.Key).Select(x => (long?)x.Key).FirstOrDefault();

    /// <summary>Revokes a certificate of a rotation, unless it is revoked already or is a factory certificate.</summary>
    public static void Retire(WriteScope scope, ThingRecord thing, long certificateKey, Actor actor)
    {
        var certificate = scope.Db.Set<CertificateRecord>().AsNoTracking().Single(x => x.Key == certificateKey);
        if (certificate.Status == CertificateStatus.Revoked || certificate.Profile == RegisterCertificate.Profile)
        {
            return;
        }

        CertificateTransitions.Apply(scope, certificate, thing, CertificateStatus.Revoked, RevocationReason.Superseded, actor);
    }
}
