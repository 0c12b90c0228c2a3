using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>
/// Answers a request again whose answer may have been lost. EST, HTTP and MQTT deliver at least once: the same request must not make a second
/// certificate, nor retire the first one.
/// </summary>
public sealed class DeliveredCertificates(AuthorityVault vault)
{
    // After this a device that comes again with an old certificate and the same key means a new renewal.
    private static readonly TimeSpan AgainWithin = TimeSpan.FromDays(1);

    private static readonly string SelectTwin = $"""
        SELECT "Key" FROM Certificates WHERE PredecessorKey = $1 AND KeyHash = $2 AND "Key" <> $3
          AND Status = {(int)CertificateStatus.Active} AND NotAfter > $4 AND IssuedAt > $5
        """;

    /// <summary>
    /// What a certificate was already renewed to with this key: active, and either less than a day old or the new certificate of an open rotation.
    /// Null where there is none.
    /// </summary>
    internal EnrolledDevice? FindRenewal(FleetDbContext db, long predecessorKey, byte[] subjectPublicKeyInfo, DateTimeOffset now)
    {
        var hash = PublicKeyRules.HashOf(subjectPublicKeyInfo);
        var since = now - AgainWithin;
        var key = db.Set<CertificateRecord>()
            .Where(x => x.PredecessorKey == predecessorKey && x.KeyHash == hash && x.Status == CertificateStatus.Active && x.NotAfter > now)
            .Where(x => x.IssuedAt > since || db.Set<RotationRecord>().Any(rotation => rotation.ThingKey == x.ThingKey && rotation.NewCertificateKey == x.Key && rotation.State < RotationState.Committed))
            .OrderByDescending(x => x.Key).Select(x => (long?)x.Key).FirstOrDefault();
        return key is { } found ? Answer(db, found) : null;
    }

    /// <summary>Whether the same request was answered while this one was being signed.</summary>
    internal static bool IsRepeated(WriteScope scope, CertificateRecord issued) =>
        scope.Statements.Scalar<long?>(SelectTwin, issued.PredecessorKey, issued.KeyHash, issued.Key, scope.Now, scope.Now - AgainWithin) is not null;

    /// <summary>A certificate that this portal issued, as it was answered; null where its authority does not sign or trust any more.</summary>
    internal EnrolledDevice? Answer(FleetDbContext db, long certificateKey)
    {
        var view = db.Set<CertificateRecord>().Where(x => x.Key == certificateKey).Select(CertificateProjection.ToView).Single();
        return vault.FindOwn(view.AuthorityKey) is { Status: AuthorityStatus.Active } authority ? new EnrolledDevice(view, authority.Signer.Certificate, null) : null;
    }
}
