using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>
/// Returns the certificate of an earlier request again, because its answer may have been lost. EST, HTTP and MQTT deliver at least once: a
/// repeated request must not make a second certificate, nor retire the first one.
/// </summary>
public sealed class DeliveredCertificates(AuthorityVault vault)
{
    // After this time, a request with an old certificate and the same key is a new renewal.
    private static readonly TimeSpan AgainWithin = TimeSpan.FromDays(1);

    private static readonly string SelectTwin = $"""
        SELECT "Key" FROM Certificates WHERE PredecessorKey = $1 AND KeyHash = $2 AND "Key" <> $3
          AND Status = {(int)CertificateStatus.Active} AND NotAfter > $4 AND IssuedAt > $5
        """;

    /// <summary>
    /// Finds the certificate that an earlier renewal with the same certificate and key produced. It must be active, and either less than a
    /// day old or the new certificate of an open rotation. Null if there is none.
    /// </summary>
    internal EnrolledDevice? FindRenewal(FleetDbContext db, long predecessorKey, byte[] subjectPublicKeyInfo, DateTimeOffset now)
    {
        var hash = PublicKeyRules.HashOf(subjectPublicKeyInfo);
        var since = now - AgainWithin;
        var key = db.Set<CertificateRecord>()
            .Where(x => x.PredecessorKey == predecessorKey && x.KeyHash == hash && x.Status == CertificateStatus.Active && x.NotAfter > now)
            .Where(x => x.IssuedAt > since || db.Set<RotationRecord>().Any(rotation => rotation.ThingKey == x.ThingKey
                && rotation.NewCertificateKey == x.Key && rotation.State < RotationState.Committed))
            .OrderByDescending(x => x.Key).Select(x => (long?)x.Key).FirstOrDefault();
        return key is { } found ? Answer(db, found) : null;
    }

    /// <summary>Whether the same request was completed while this one was being signed.</summary>
    internal static bool IsRepeated(WriteScope scope, CertificateRecord issued) =>
        scope.Statements.Scalar<long?>(SelectTwin,
            issued.PredecessorKey, issued.KeyHash, issued.Key, scope.Now, scope.Now - AgainWithin) is not null;

    /// <summary>
    /// Returns a certificate of the portal with its authority; null if the portal no longer holds or trusts the authority.
    /// </summary>
    internal EnrolledDevice? Answer(FleetDbContext db, long certificateKey)
    {
        var view = db.Set<CertificateRecord>().Where(x => x.Key == certificateKey).Select(CertificateProjection.ToView).Single();
        return vault.FindOwn(view.AuthorityKey) is { Status: AuthorityStatus.Active } authority
            ? new EnrolledDevice(view, authority.Signer.Certificate, null) : null;
    }
}
