using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>An external authority to be registered.</summary>
/// <param name="Name">As people call it; null takes the certificate's common name.</param>
/// <param name="CertificatePem">Its certificate.</param>
/// <param name="VerificationCertificatePem">Signed by it, with a registration code as its common name; null registers it as waiting for its proof.</param>
public sealed record AuthorityRegistration(string? Name, string CertificatePem, string? VerificationCertificatePem = null);

/// <summary>
/// Registers an authority that somebody else runs. It is trusted once its owner has proven possession of its key, so that nobody
/// can claim another's fleet by its public certificate.
/// </summary>
public sealed class RegisterAuthority(Registry registry, AuthorityVault vault, PinnedCertificates pinned)
{
    /// <returns>Its identifier.</returns>
    /// <exception cref="FleetError"><c>authority-taken</c>, <c>registration-code-invalid</c>, <c>authority-not-yet-valid</c>, <c>authority-lets-nobody-in</c>, <c>forbidden</c>, and the codes of <see cref="ExternalAuthority"/>.</exception>
    public async Task<string> ExecuteAsync(AuthorityRegistration request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var now = registry.Time.GetUtcNow();
        var authority = PkiRefusals.Translate("certificatePem", () => ExternalAuthority.ReadPem(request.CertificatePem, now));
        AuthorityProof.RequireUseful(authority, now);
        var name = AuthorityRows.Name(string.IsNullOrWhiteSpace(request.Name) ? Shorten(authority.CommonName) : request.Name, "name");
        var id = await registry.WriteAsync(
            scope =>
            {
                if (scope.Db.Set<AuthorityRecord>().SingleOrDefault(x => x.Der == authority.Der) is { } same)
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Taken, $"This authority is registered already, as {same.Name}.");
                }

                var record = Add(scope, authority, name, actor);
                if (request.VerificationCertificatePem is { } proof)
                {
                    AuthorityProof.Accept(scope, record, authority, proof, AuthorityProof.CodeIn(proof), actor);
                }
                else
                {
                    record.ProofCode = RegistrationCodes.Add(scope, actor).Code;
                }

                return record.Id;
            },
            cancellationToken);
        await vault.ReloadAsync(CancellationToken.None);
        if (request.VerificationCertificatePem is not null)
        {
            await pinned.AdoptAsync(id, actor);
        }

        return id;
    }

    private static AuthorityRecord Add(WriteScope scope, ExternalAuthority authority, string name, Actor actor)
    {
        var record = new AuthorityRecord
        {
            Id = AuthorityRows.NextId(scope.Db, AuthorityKind.Registered),
            Name = name,
            Kind = AuthorityKind.Registered,
            Status = AuthorityStatus.PendingProof,
            Der = authority.Der,
            NotAfter = authority.NotAfter,
            CreatedAt = scope.Now,
            StatusChangedAt = scope.Now,
            StatusChangedBy = actor.Name,
        };
        scope.Db.Set<AuthorityRecord>().Add(record);
        scope.Audit(actor, AuthorityActions.Registered, new AuditTarget(AuditTargets.Authority, record.Id), new { name, authority.Subject, authority.NotAfter, authority.KeyAlgorithm });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return record;
    }

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64];
}
