using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// Marks public keys as compromised. The reason keyCompromise is about a key, not about one certificate (RFC 5280 §5.3.1): every
/// certificate of the key is revoked, every connect with it is refused, and no certificate is issued for it. The mark stays when the
/// certificates or the Thing are deleted.
/// </summary>
internal static class CompromisedKeys
{
    private const string Mark = "INSERT INTO CompromisedKeys (KeyHash, MarkedAt, MarkedBy) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    private const string Find = "SELECT 1 FROM CompromisedKeys WHERE KeyHash = $1";
    private const string UpdateReason = """UPDATE Certificates SET RevocationReason = $1 WHERE "Key" = $2""";

    /// <summary>Whether a key is marked as compromised.</summary>
    public static bool Contains(WriteScope scope, byte[] keyHash) => scope.Statements.Scalar<long?>(Find, keyHash) is not null;

    /// <summary>Returns the error for a certificate request with a compromised key.</summary>
    public static FleetError Refused(string thingName) =>
        new(FleetErrorKind.Refused, CertificateErrors.KeyCompromised,
            $"The key is marked as compromised, so {thingName} gets no certificate for it. Make a new key on the device.");

    /// <summary>
    /// Marks the key of a certificate and revokes every certificate with that key. Certificates that are revoked already get the reason
    /// keyCompromise and keep their revocation date (RFC 5280 §5.3.2); CRL and OCSP responses carry the new reason.
    /// </summary>
    /// <returns>The number of certificates that were changed; 0 if all of them had this reason before.</returns>
    public static int Revoke(WriteScope scope, CertificateRecord certificate, Actor actor, string? note = null)
    {
        scope.Statements.Execute(Mark, certificate.KeyHash, scope.Now, actor.Name);
        var hash = certificate.KeyHash;
        var changed = 0;
        foreach (var one in scope.Db.Set<CertificateRecord>()
            .AsNoTracking().Include(x => x.Thing).Where(x => x.KeyHash == hash).OrderBy(x => x.Key).ToList())
        {
            if (one.Status != CertificateStatus.Revoked)
            {
                CertificateTransitions.Apply(scope,
                    one, one.Thing!, CertificateStatus.Revoked, RevocationReason.KeyCompromise, actor, note);
            }
            else if (one.RevocationReason != RevocationReason.KeyCompromise)
            {
                ChangeReason(scope, one, actor, note);
            }
            else
            {
                continue;
            }

            changed++;
        }

        return changed;
    }

    private static void ChangeReason(WriteScope scope, CertificateRecord certificate, Actor actor, string? note)
    {
        scope.Statements.Execute(UpdateReason, RevocationReason.KeyCompromise, certificate.Key);
        if (certificate.AuthorityKey is { } authority)
        {
            CrlShards.Change(scope, authority, certificate.Shard);
        }

        var before = certificate.RevocationReason?.ToWire();
        scope.Audit(
            actor, CertificateActions.ReasonChanged,
            AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(), certificate.Thing!.Name),
            new { certificate.SerialNumber, from = before, to = RevocationReason.KeyCompromise.ToWire(), note });
        scope.Note<StatusChanges>().Add(certificate, certificate.Thing, CertificateStatus.Revoked);
        scope.Emit(FleetEventKind.CertificateChanged, certificate.Thing.Name);
    }
}
