using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Outside;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>An outside authority to be registered.</summary>
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
    /// <exception cref="FleetError"><c>authority-taken</c>, <c>registration-code-invalid</c>, <c>authority-not-yet-valid</c>, <c>authority-lets-nobody-in</c>, <c>forbidden</c>, and the codes of <see cref="OutsideAuthority"/>.</exception>
    public async Task<string> ExecuteAsync(AuthorityRegistration request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var now = registry.Time.GetUtcNow();
        var authority = PkiRefusals.Translate("certificatePem", () => OutsideAuthority.ReadPem(request.CertificatePem, now));
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

    private static AuthorityRecord Add(WriteScope scope, OutsideAuthority authority, string name, Actor actor)
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

/// <summary>Takes the proof of possession of an authority that waits for it.</summary>
public sealed class ProveAuthority(Registry registry, PinnedCertificates pinned)
{
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>, <c>registration-code-invalid</c>, <c>authority-lets-nobody-in</c>, and the codes of <see cref="OutsideAuthority.CheckProof"/>.</exception>
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

/// <summary>Makes a new code for an authority that waits for its proof: the one before may have expired.</summary>
public sealed class RenewProofCode(Registry registry)
{
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>.</exception>
    public Task<RegistrationCode> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return registry.WriteAsync(
            scope =>
            {
                var record = AuthorityRows.Find(scope, id);
                if (record.Status != AuthorityStatus.PendingProof)
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status, $"{record.Name} does not wait for a proof.");
                }

                var code = RegistrationCodes.Add(scope, actor);
                record.ProofCode = code.Code;
                scope.Audit(actor, AuthorityActions.RegistrationCodeMade, new AuditTarget(AuditTargets.Authority, id), new { expiresAt = code.ExpiresAt });
                scope.Emit(FleetEventKind.AuthorityChanged, null);
                return new RegistrationCode(code.Code, code.ExpiresAt);
            },
            cancellationToken);
    }
}

/// <summary>Gives up a registration that was never proven: nothing hangs on it.</summary>
public sealed class DiscardAuthority(Registry registry)
{
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>.</exception>
    public Task ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return registry.WriteAsync(
            scope =>
            {
                var record = AuthorityRows.Find(scope, id);
                if (record.Status != AuthorityStatus.PendingProof)
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status, $"{record.Name} is proven. Disable or retire it.");
                }

                scope.Db.Set<AuthorityRecord>().Remove(record);
                scope.Audit(actor, AuthorityActions.Discarded, new AuditTarget(AuditTargets.Authority, id), new { record.Name });
                scope.Emit(FleetEventKind.AuthorityChanged, null);
            },
            cancellationToken);
    }
}

/// <summary>The proof of possession.</summary>
internal static class AuthorityProof
{
    public static OutsideAuthority Read(byte[] der, DateTimeOffset now) =>
        PkiRefusals.Translate("certificatePem", () => OutsideAuthority.ReadPem(Pki.Text.Pem.Write(Pki.Text.Pem.Certificate, der), now));

    /// <summary>What would keep every device of it out is said now, in the words that the trace would use then.</summary>
    public static void RequireUseful(OutsideAuthority authority, DateTimeOffset now)
    {
        if (authority.NotBefore > now)
        {
            throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotYetValid, $"The authority's certificate is valid from {authority.NotBefore:yyyy-MM-ddTHH:mm:ssZ} on. Register it then, or compare the clocks.");
        }

        if (AuthorityProbe.ProblemOf(authority.Der) is { } problem)
        {
            throw new FleetError(FleetErrorKind.Refused, ExternalAuthorityErrors.LetsNobodyIn, $"No device could connect with a certificate of this authority: {problem}.");
        }
    }

    /// <summary>The code that a verification certificate carries, whoever signed it.</summary>
    public static string CodeIn(string verificationPem) => PkiRefusals.Translate("verificationCertificatePem", () => OutsideAuthority.CodeIn(verificationPem));

    public static void Accept(WriteScope scope, AuthorityRecord record, OutsideAuthority authority, string verificationPem, string code, Actor actor)
    {
        PkiRefusals.Translate("verificationCertificatePem", () =>
        {
            authority.CheckProof(verificationPem, code, scope.Now);
            return true;
        });
        RegistrationCodes.Use(scope, code);
        record.ProofCode = null;
        record.AdoptionDue = true;
        AuthorityRows.SetStatus(scope, record, AuthorityStatus.Active, actor);
        scope.Audit(actor, AuthorityActions.Proven, new AuditTarget(AuditTargets.Authority, record.Id), new { record.Name });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }
}
