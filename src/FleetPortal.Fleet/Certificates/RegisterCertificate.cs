using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate that somebody else issued, to be imported.</summary>
/// <param name="CertificatePem">The certificate; what follows it in the text counts as its chain.</param>
/// <param name="ChainPem">The authorities above it, in any order, or null. A registered one need not be among them.</param>
/// <param name="Pin">Trust this one certificate for its Thing where no registered authority stands above it.</param>
public sealed record CertificateImport(string ThingName, string CertificatePem, string? ChainPem = null, bool Pin = false);

/// <summary>
/// Imports a certificate that somebody else issued to a device. It hangs on the authority that signed it: one that is registered, or an
/// intermediate of its chain below one. The same path validation as at a connect runs first. A certificate that no registered authority can
/// stand above (self-signed, or with its whole chain up to a root that is not registered) is pinned: it counts for itself, for this one
/// Thing. Where the issuer is missing, so that this cannot be known, it is pinned only if that was asked for.
/// </summary>
public sealed class RegisterCertificate(Registry registry, AuthorityVault vault)
{
    /// <summary>The profile of certificates that no profile made.</summary>
    public const string Profile = "imported";

    /// <exception cref="FleetError">
    /// <c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>certificate-taken</c>, <c>certificate-own</c>, <c>issuer-unknown</c>,
    /// <c>certificate-not-trusted</c>, <c>authority-disabled</c>, <c>authority-expired</c>, <c>authority-not-yet-valid</c>, <c>revoked-by-authority</c>, <c>too-many-intermediates</c>,
    /// <c>forbidden</c>, and the codes of <see cref="ExternalCertificate"/>, <see cref="CertificateChain"/> and <see cref="ExternalAuthority"/>.
    /// </exception>
    public async Task<CertificateView> ExecuteAsync(CertificateImport request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var name = ThingName.Parse(request.ThingName).ToString();
        var certificate = PkiRefusals.Translate("certificatePem", () => ExternalCertificate.ReadPem(request.CertificatePem, registry.Time.GetUtcNow()));
        var chain = PkiRefusals.Translate("chainPem", () => CertificateChain.ReadPem($"{request.CertificatePem}\n{request.ChainPem}", certificate.Der));
        var id = CertificateId.Of(certificate.Der);
        var isNewAuthority = await registry.WriteAsync(scope => Store(scope, name, certificate, chain, request.Pin, id, actor), cancellationToken);
        if (isNewAuthority)
        {
            await vault.ReloadAsync(CancellationToken.None);
        }

        await using var db = registry.Read();
        var octets = id.ToOctets();
        return await db.Set<CertificateRecord>().Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleAsync(CancellationToken.None);
    }

    /// <returns>Whether the chain brought an authority that was not known.</returns>
    private bool Store(WriteScope scope, string thingName, ExternalCertificate certificate, IReadOnlyList<byte[]> chain, bool pin, CertificateId id, Actor actor)
    {
        var (authorityKey, isNewAuthority) = IssuerOf(scope, certificate, chain, pin, actor);
        var holder = CertificateRows.HolderOf(scope, thingName, certificate.SubjectPublicKeyInfo);
        var (octets, serial) = (id.ToOctets(), certificate.SerialNumber.ToString());
        if (scope.Db.Set<CertificateRecord>().Any(x => x.Id == octets || (x.AuthorityKey != null && x.AuthorityKey == authorityKey && x.SerialNumber == serial)))
        {
            throw new FleetError(FleetErrorKind.Conflict, CertificateErrors.Taken, "This certificate, or another of its authority with the same serial number, is registered already.");
        }

        ExternalCrlRows.RequireNotListed(scope, authorityKey, serial);
        var record = new CertificateRecord
        {
            Id = octets,
            ThingKey = holder,
            AuthorityKey = authorityKey,
            SerialNumber = serial,
            KeyHash = PublicKeyRules.HashOf(certificate.SubjectPublicKeyInfo),
            KeyAlgorithm = certificate.KeyAlgorithm,
            Profile = Profile,
            Status = CertificateStatus.Active,
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            Der = certificate.Der,
        };
        CertificateRows.Insert(scope, record, thingName, authorityKey is null ? CertificateActions.Pinned : CertificateActions.Imported, actor);
        return isNewAuthority;
    }

    /// <summary>
    /// The row of the authority that signed it, or null where it is pinned. Looked up where it is stored: an authority that is proven
    /// meanwhile finds the certificate, or is found.
    /// </summary>
    private (long? Key, bool IsNew) IssuerOf(WriteScope scope, ExternalCertificate outside, IReadOnlyList<byte[]> chain, bool pin, Actor actor)
    {
        var rows = scope.Db.Set<AuthorityRecord>().ToList();
        var signers = rows.Where(row => ExternalAuthority.IsIssuerOf(row.Der, outside.Der)).ToList();
        if (signers.Exists(row => row.Kind is AuthorityKind.Root or AuthorityKind.Issuing))
        {
            throw new FleetError(FleetErrorKind.Refused, CertificateErrors.Own, "This portal's own authority signed it, so it is known already, or was never delivered. Issue a new one.");
        }

        // Strict readers refuse every path from such a certificate. It hangs on the registered authority that signed it, if there is one:
        // the end of that authority, and its CRL, reach it.
        if (!outside.IsPathSound)
        {
            ImportRules.RefuseNotTrusted(rows, [outside.Der, .. chain]);
            return (ImportRules.DirectIssuer(signers, scope.Now)?.Key, false);
        }

        var (verdict, above) = Verify(rows, outside.Der, chain, scope.Now);
        if (verdict.Trusted)
        {
            ImportRules.RequireInTime(verdict, scope.Now);
            var anchor = rows.Single(row => row.Der.AsSpan().SequenceEqual(verdict.Path[^1]));
            if (anchor.Kind is AuthorityKind.Root or AuthorityKind.Issuing)
            {
                throw new FleetError(FleetErrorKind.Refused, CertificateErrors.Own, "It stands below this portal's own root. Issue a certificate to the Thing instead.");
            }

            ImportRules.RequireAuthorities(verdict.Path.SkipLast(1), scope.Now);
            var (issuer, isNew) = IntermediateRows.Keep(scope, verdict.Path, anchor, actor);
            return (issuer.Key, isNew);
        }

        ImportRules.RefuseNotTrusted(rows, [outside.Der, .. above, .. verdict.Path]);
        if (!pin && !verdict.EndsInStranger)
        {
            throw ImportRules.NotPinned(verdict);
        }

        return (null, false);
    }

    private (Pki.Chains.ChainVerdict Verdict, IReadOnlyList<byte[]> Above) Verify(List<AuthorityRecord> rows, byte[] der, IReadOnlyList<byte[]> chain, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var sent = chain.Select(one => X509CertificateLoader.LoadCertificate(one)).ToList();
        try
        {
            return (vault.AnchorsOf(rows).Verify(certificate, sent, now), chain);
        }
        finally
        {
            sent.ForEach(one => one.Dispose());
        }
    }
}
