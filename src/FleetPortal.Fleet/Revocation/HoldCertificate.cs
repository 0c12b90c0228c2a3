using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Puts a certificate on hold: it is refused until it is released.</summary>
public sealed class HoldCertificate(CertificateStatusChange change)
{
    /// <summary>Puts the certificate on hold and closes its sessions. Needs the right <see cref="Permission.Contain"/>.</summary>
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, Actor actor, CancellationToken cancellationToken, string? note = null) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Inactive, Note: note), actor, cancellationToken);
}
