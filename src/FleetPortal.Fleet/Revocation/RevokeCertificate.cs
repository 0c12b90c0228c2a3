using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Revokes a certificate for good.</summary>
public sealed class RevokeCertificate(CertificateStatusChange change)
{
    /// <summary>
    /// Revokes the certificate. Needs the right <see cref="Permission.Contain"/>. With the reason keyCompromise, every other certificate of
    /// its key is revoked too, and a revoked certificate takes over that reason. With any other reason, a revoked certificate keeps its
    /// reason.
    /// </summary>
    /// <param name="id">The identifier of the certificate.</param>
    /// <param name="reason">The reason (RFC 5280 §5.3.1).</param>
    /// <param name="actor">Who revokes it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <param name="keepLast">Whether to refuse if the Thing has no other usable certificate.</param>
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>last-credential</c>,
    /// <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(
        CertificateId id, RevocationReason reason, Actor actor, CancellationToken cancellationToken, bool keepLast = false) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Revoked, reason, keepLast), actor, cancellationToken);
}
