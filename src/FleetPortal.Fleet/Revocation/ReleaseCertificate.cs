using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Releases a certificate from hold, so that its Thing can use it again.</summary>
public sealed class ReleaseCertificate(CertificateStatusChange change)
{
    /// <summary>Releases the certificate. Needs the right <see cref="Permission.Contain"/>.</summary>
    /// <exception cref="FleetError"><c>certificate-not-found</c>, <c>certificate-revoked</c>, <c>revoked-by-authority</c>,
    /// <c>forbidden</c>.</exception>
    public Task<StatusChange> ExecuteAsync(CertificateId id, Actor actor, CancellationToken cancellationToken, string? note = null) =>
        change.ApplyAsync(new StatusRequest(id, CertificateStatus.Active, Note: note), actor, cancellationToken);
}
