using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The states of a certificate: <c>PendingActivation → Active ⇄ Inactive → Revoked</c>; Revoked is final.</summary>
internal static class CertificateTransitions
{
    private const int Active = (int)CertificateStatus.Active;

    // Active, on hold, pending, revoked: the order in which they count. Of several, a valid one counts before an expired
    // one, and one that a device has used before one that none has: a certificate that was issued but not installed helps nobody. Of those
    // that were used the newest counts (the older one is being replaced), of those that were not the one that lasts longest.
    private static readonly string UpdateSummary = $"""
        UPDATE Things SET CredentialStatus = best.Status, CredentialNotAfter = best.NotAfter,
            CredentialLowered = CredentialLowered OR coalesce(CredentialStatus = {Active} AND best.Status = {Active} AND best.NotAfter < CredentialNotAfter, 0)
        FROM (SELECT Status, NotAfter FROM Certificates WHERE ThingKey = $1 ORDER BY
                CASE Status WHEN {Active} THEN 0 WHEN {(int)CertificateStatus.Inactive} THEN 1 WHEN {(int)CertificateStatus.PendingActivation} THEN 2 ELSE 3 END,
                NotAfter <= $2, NeverConnected, CASE WHEN NeverConnected THEN 0 ELSE "Key" END DESC, NotAfter DESC LIMIT 1) best
        WHERE "Key" = $1
        """;

    /// <summary>Moves a certificate to a status: runs every <see cref="IStatusStep"/> in its order. The registry carries out the effects after the commit.</summary>
    /// <param name="withThing">It is put on hold with its whole Thing, and is to be released with it.</param>
    public static void Apply(WriteScope scope, CertificateRecord certificate, ThingRecord thing, CertificateStatus to, RevocationReason? reason, Actor actor, string? note = null, bool withThing = false)
    {
        if (certificate.Status == CertificateStatus.Revoked)
        {
            throw new FleetError(FleetErrorKind.Conflict, CertificateErrors.Revoked, "The certificate is revoked, and that is final. Issue a new one.");
        }

        var transition = new CertificateTransition(certificate, thing, to, reason, actor, note, withThing);
        foreach (var step in scope.Steps<IStatusStep>())
        {
            step.Apply(scope, transition);
        }

        scope.Note<StatusChanges>().Add(certificate, thing.Name, to);
    }

    /// <summary>Writes the Thing's current certificate into its row: the one that its device uses, as far as the registry knows.</summary>
    public static void RefreshThing(WriteScope scope, long thingKey) => scope.Statements.Execute(UpdateSummary, thingKey, scope.Now);
}
