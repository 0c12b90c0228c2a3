using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// keyCompromise says something about a key, not about a certificate (RFC 5280 §5.3.1): every certificate of the key is revoked with it, the key is
/// refused at every connect and gets no certificate again. The mark outlives its certificates, so that a Thing that is forgotten does not free the key.
/// </summary>
internal static class CompromisedKeys
{
    private const string Mark = "INSERT INTO CompromisedKeys (KeyHash, MarkedAt, MarkedBy) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    private const string Find = "SELECT 1 FROM CompromisedKeys WHERE KeyHash = $1";
    private const string UpdateReason = """UPDATE Certificates SET RevocationReason = $1 WHERE "Key" = $2""";

    /// <summary>Whether a key was marked.</summary>
    public static bool Contains(WriteScope scope, byte[] keyHash) => scope.Statements.Scalar<long?>(Find, keyHash) is not null;

    /// <summary>The refusal of a certificate for such a key.</summary>
    public static FleetError Refused(string thingName) =>
        new(FleetErrorKind.Refused, CertificateErrors.KeyCompromised, $"The key is marked as compromised, so {thingName} gets no certificate for it. Make a new key on the device.");

    /// <summary>
    /// Marks the key of a certificate and revokes every certificate that has it. Those that are revoked already get the reason keyCompromise and keep
    /// the date of their revocation (RFC 5280 §5.3.2 leaves the date to the entry; the CRL and OCSP answers carry the new reason).
    /// </summary>
    /// <returns>How many certificates were changed; 0 where all of this was so before.</returns>
    public static int Revoke(WriteScope scope, CertificateRecord certificate, Actor actor, string? note = null)
    {
        scope.Statements.Execute(Mark, certificate.KeyHash, scope.Now, actor.Name);
        var hash = certificate.KeyHash;
        var changed = 0;
        foreach (var one in scope.Db.Set<CertificateRecord>().AsNoTracking().Include(x => x.Thing).Where(x => x.KeyHash == hash).OrderBy(x => x.Key).ToList())
        {
            if (one.Status != CertificateStatus.Revoked)
            {
                CertificateTransitions.Apply(scope, one, one.Thing!, CertificateStatus.Revoked, RevocationReason.KeyCompromise, actor, note);
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
            actor, CertificateActions.ReasonChanged, AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(), certificate.Thing!.Name),
            new { certificate.SerialNumber, from = before, to = RevocationReason.KeyCompromise.ToWire(), note });
        scope.Note<StatusChanges>().Add(certificate, certificate.Thing.Name, CertificateStatus.Revoked);
        scope.Emit(FleetEventKind.CertificateChanged, certificate.Thing.Name);
    }
}
