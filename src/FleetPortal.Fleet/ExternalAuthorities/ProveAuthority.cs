using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.External;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Accepts the proof of possession of an authority that is registered without one.</summary>
public sealed class ProveAuthority(Registry registry, PinnedCertificates pinned)
{
    /// <summary>Checks the proof and trusts the authority. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <param name="id">The identifier of the authority.</param>
    /// <param name="verificationCertificatePem">A certificate that the authority signed, with its registration code as common name, in
    /// PEM.</param>
    /// <param name="actor">Who proves it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>, <c>registration-code-invalid</c>,
    /// <c>authority-lets-nobody-in</c>, and the codes of <see cref="ExternalAuthority.CheckProof"/>.</exception>
    public async Task ExecuteAsync(string id, string verificationCertificatePem, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await registry.WriteAsync(
            scope =>
            {
                var record = AuthorityRows.Find(scope, id);
                if (record is not { Status: AuthorityStatus.PendingProof, ProofCode: { } code })
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status, $"{record.Name} does not wait for a proof.");
                }

                var authority = AuthorityProof.Read(record.Der, scope.Now);
                AuthorityProof.RequireUseful(authority, scope.Now);
                AuthorityProof.Accept(scope, record, authority, verificationCertificatePem, code, actor);
            },
            cancellationToken);
        await pinned.AdoptAsync(id, actor);
    }
}
