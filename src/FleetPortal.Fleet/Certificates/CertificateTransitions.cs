using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The states of a certificate: <c>PendingActivation → Active ⇄ Inactive → Revoked</c>; Revoked is final.</summary>
internal static class CertificateTransitions
{
    /// <summary>Moves a certificate to a status, with its audit entry and the Thing's summary.</summary>
    public static void Apply(WriteScope scope, CertificateRecord certificate, ThingRecord thing, CertificateStatus to, RevocationReason? reason, Actor actor, string? note = null)
    {
        var id = CertificateId.FromOctets(certificate.Id).ToString();
        if (certificate.Status == CertificateStatus.Revoked)
        {
            throw new FleetError(FleetErrorKind.Conflict, "certificate-revoked", "The certificate is revoked, and that is final. Issue a new one.");
        }

        var from = certificate.Status;
        certificate.Status = to;
        certificate.RevocationReason = reason;
        certificate.StatusChangedAt = scope.Now;
        certificate.StatusChangedBy = actor.Name;
        RefreshThing(scope, thing, certificate);
        scope.Audit(actor, $"certificate.{Verb(from, to)}", AuditTarget.Certificate(id, thing.Name), new { certificate.SerialNumber, Reason = reason?.Text(), note });
        scope.Emit(FleetEventKind.CertificateChanged, thing.Name);
    }

    /// <summary>Writes the Thing's best certificate into its row: an active one before one on hold before others, then the one that lasts longest.</summary>
    public static void RefreshThing(WriteScope scope, ThingRecord thing, CertificateRecord changed)
    {
        var best = scope.Db.Certificates.Where(x => x.ThingKey == thing.Key && x.Key != changed.Key)
            .Select(x => new { x.Status, x.NotAfter }).AsEnumerable()
            .Append(new { changed.Status, changed.NotAfter })
            .OrderBy(x => Rank(x.Status)).ThenByDescending(x => x.NotAfter)
            .First();
        thing.CredentialStatus = best.Status;
        thing.CredentialNotAfter = best.NotAfter;
    }

    private static int Rank(CertificateStatus status) => status switch
    {
        CertificateStatus.Active => 0,
        CertificateStatus.Inactive => 1,
        CertificateStatus.PendingActivation => 2,
        _ => 3,
    };

    private static string Verb(CertificateStatus from, CertificateStatus to) => (from, to) switch
    {
        (_, CertificateStatus.Revoked) => "revoked",
        (_, CertificateStatus.Inactive) => "held",
        (CertificateStatus.Inactive, CertificateStatus.Active) => "released",
        _ => "activated",
    };
}
