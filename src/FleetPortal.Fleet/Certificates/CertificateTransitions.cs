using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Changes the status of a certificate: <c>PendingActivation → Active ⇄ Inactive → Revoked</c>. Revoked is final.</summary>
internal static class CertificateTransitions
{
    private const int Active = (int)CertificateStatus.Active;

    // Picks the current certificate of a Thing. The order of the status is: active, on hold, pending, revoked. Among equals, a valid
    // certificate comes before an expired one, and a certificate that a device has used before one that no device has used, because a
    // certificate may be issued but not installed. Among used ones, the newest comes first, because it replaces the older ones; among
    // unused ones, the one with the latest end.
    private static readonly string UpdateSummary = $"""
        UPDATE Things SET CredentialStatus = best.Status, CredentialNotAfter = best.NotAfter,
            CredentialLowered = CredentialLowered OR coalesce(CredentialStatus = {Active} AND best.Status = {Active} AND best.NotAfter < CredentialNotAfter, 0)
        FROM (SELECT Status, NotAfter FROM Certificates WHERE ThingKey = $1 ORDER BY
                CASE Status WHEN {Active} THEN 0 WHEN {(int)CertificateStatus.Inactive} THEN 1 WHEN {(int)CertificateStatus.PendingActivation} THEN 2 ELSE 3 END,
                NotAfter <= $2, NeverConnected, CASE WHEN NeverConnected THEN 0 ELSE "Key" END DESC, NotAfter DESC LIMIT 1) best
        WHERE "Key" = $1
        """;

    /// <summary>
    /// Changes the status of a certificate: runs every <see cref="IStatusStep"/> in order. The registry runs the effects after the commit.
    /// </summary>
    /// <param name="scope">The write transaction.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="thing">Its Thing.</param>
    /// <param name="to">The new status.</param>
    /// <param name="reason">The reason of a revocation; null for any other status.</param>
    /// <param name="actor">Who changes the status.</param>
    /// <param name="note">The actor's reason as text, or null.</param>
    /// <param name="withThing">Whether the certificate is put on hold together with its Thing, and is released with it.</param>
    /// <exception cref="FleetError"><c>certificate-revoked</c>.</exception>
    public static void Apply(WriteScope scope, CertificateRecord certificate,
        ThingRecord thing, CertificateStatus to, RevocationReason? reason, Actor actor, string? note = null, bool withThing = false)
    {
        if (certificate.Status == CertificateStatus.Revoked)
        {
            throw new FleetError(FleetErrorKind.Conflict,
                CertificateErrors.Revoked, "The certificate is revoked, which is final. Issue a new one.");
        }

        var transition = new CertificateTransition(certificate, thing, to, reason, actor, note, withThing);
        foreach (var step in scope.Steps<IStatusStep>())
        {
            step.Apply(scope, transition);
        }

        scope.Note<StatusChanges>().Add(certificate, thing, to);
    }

    /// <summary>
    /// Writes the current certificate of a Thing into its row: the one that its device uses, as far as the registry knows.
    /// </summary>
    public static void RefreshThing(WriteScope scope, long thingKey) => scope.Statements.Execute(UpdateSummary, thingKey, scope.Now);
}
