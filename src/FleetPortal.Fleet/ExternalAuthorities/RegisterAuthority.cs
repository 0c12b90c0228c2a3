using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.External;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>The request to register an external authority.</summary>
/// <param name="Name">The name of the authority in the portal; null takes the common name of the certificate.</param>
/// <param name="CertificatePem">The certificate of the authority, in PEM.</param>
/// <param name="VerificationCertificatePem">A certificate that the authority signed, with a registration code as its common name, in PEM.
/// Null registers the authority without its proof.</param>
public sealed record AuthorityRegistration(string? Name, string CertificatePem, string? VerificationCertificatePem = null);

/// <summary>
/// Registers an external authority. It is trusted after its owner has proven possession of its private key, so that nobody can register the
/// authority of another organization with its public certificate.
/// </summary>
public sealed class RegisterAuthority(Registry registry, AuthorityVault vault, PinnedCertificates pinned)
{
    /// <summary>
    /// Registers the authority, with its proof if the request holds one. Needs the right <see cref="Permission.Administer"/>.
    /// </summary>
    /// <returns>The identifier of the authority.</returns>
    /// <exception cref="FleetError"><c>authority-taken</c>, <c>registration-code-invalid</c>, <c>authority-not-yet-valid</c>,
    /// <c>authority-lets-nobody-in</c>, <c>forbidden</c>, and the codes of <see cref="ExternalAuthority"/>.</exception>
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
                    throw new FleetError(FleetErrorKind.Conflict,
                        AuthorityErrors.Taken, $"This authority is already registered as {same.Name}.");
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
        scope.Audit(actor, AuthorityActions.Registered, new AuditTarget(AuditTargets.Authority, record.Id),
            new { name, authority.Subject, authority.NotAfter, authority.KeyAlgorithm });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return record;
    }

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64];
}
