using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Ends a certificate for good.</summary>
public sealed class RevokeCertificate(CertificateStatusChange change)
{
    /// <summary>
    /// Ends it. With the reason keyCompromise every other certificate of its key ends with it, and one that is revoked already takes the reason over;
    /// with any other reason a certificate that is revoked keeps the reason that it has.
    /// </summary>
    /// <param name="keepLast">Refuse where nothing else lets the Thing in.</param>
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>last-credential</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, RevocationReason reason, Actor actor, CancellationToken cancellationToken, bool keepLast = false) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Revoked, reason, keepLast), actor, cancellationToken);
}
