using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The request to import a certificate of another issuer.</summary>
/// <param name="CertificatePem">The certificate in PEM. Further certificates in the text count as its chain.</param>
/// <param name="ChainPem">The authorities above it in PEM, in any order, or null. A registered authority may be missing.</param>
/// <param name="Pin">Whether to trust this certificate by itself for its Thing if no registered authority stands above it.</param>
public sealed record CertificateImport(string ThingName, string CertificatePem, string? ChainPem = null, bool Pin = false);

/// <summary>
/// Imports a certificate that another organization issued to a device. The portal validates its path as at a connect, and assigns it to the
/// authority that signed it: a registered authority, or an intermediate of the chain below one. A certificate that no registered authority
/// can vouch for is pinned: it is self-signed, or its complete chain ends at an unregistered root. A pinned certificate is trusted by
/// itself, for one Thing. If an issuer is missing in the chain, the certificate is only pinned on request.
/// </summary>
public sealed class RegisterCertificate(Registry registry, AuthorityVault vault)
{
    /// <summary>The profile name of imported certificates.</summary>
    public const string Profile = "imported";

    /// <summary>Imports the certificate and returns it. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>certificate-taken</c>,
    /// <c>certificate-own</c>, <c>issuer-unknown</c>, <c>certificate-not-trusted</c>, <c>authority-disabled</c>, <c>authority-expired</c>,
    /// <c>authority-not-yet-valid</c>, <c>revoked-by-authority</c>, <c>too-many-intermediates</c>, <c>forbidden</c>, and the codes of
    /// <see cref="ExternalCertificate"/>, <see cref="CertificateChain"/> and <see cref="ExternalAuthority"/>.</exception>
    public async Task<CertificateView> ExecuteAsync(CertificateImport request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var name = ThingName.Parse(request.ThingName).ToString();
        var certificate = PkiRefusals.Translate("certificatePem",
            () => ExternalCertificate.ReadPem(request.CertificatePem, registry.Time.GetUtcNow()));
        var chain = PkiRefusals.Translate("chainPem",
            () => CertificateChain.ReadPem($"{request.CertificatePem}\n{request.ChainPem}", certificate.Der));
        var id = CertificateId.Of(certificate.Der);
        var isNewAuthority =
            await registry.WriteAsync(scope => Store(scope, name, certificate, chain, request.Pin, id, actor), cancellationToken);
        if (isNewAuthority)
        {
            await vault.ReloadAsync(CancellationToken.None);
        }

        await using var db = registry.Read();
        var octets = id.ToOctets();
        return await db.Set<CertificateRecord>()
            .Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleAsync(CancellationToken.None);
    }

    /// <returns>Whether the chain contains a new intermediate authority, so that the vault must be loaded again.</returns>
    private bool Store(WriteScope scope,
        string thingName, ExternalCertificate certificate, IReadOnlyList<byte[]> chain, bool pin, CertificateId id, Actor actor)
    {
        var (authorityKey, isNewAuthority) = IssuerOf(scope, certificate, chain, pin, actor);
        var holder = CertificateRows.HolderOf(scope, thingName, certificate.SubjectPublicKeyInfo, PrincipalKind.Thing);
        var (octets, serial) = (id.ToOctets(), certificate.SerialNumber.ToString());
        if (scope.Db.Set<CertificateRecord>()
            .Any(x => x.Id == octets || (x.AuthorityKey != null && x.AuthorityKey == authorityKey && x.SerialNumber == serial)))
        {
            throw new FleetError(FleetErrorKind.Conflict, CertificateErrors.Taken,
                "This certificate, or another certificate of its authority with the same serial number, is already registered.");
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
        CertificateRows.Insert(scope,
            record, thingName, authorityKey is null ? CertificateActions.Pinned : CertificateActions.Imported, actor);
        return isNewAuthority;
    }

    /// <summary>
    /// Returns the row key of the authority that signed the certificate; null if the certificate is pinned. Runs in the transaction that
    /// stores the certificate: an authority that is proven at the same time is either found here, or finds the certificate afterwards.
    /// </summary>
    private (long? Key, bool IsNew) IssuerOf(
        WriteScope scope, ExternalCertificate outside, IReadOnlyList<byte[]> chain, bool pin, Actor actor)
    {
        var rows = scope.Db.Set<AuthorityRecord>().ToList();
        var signers = rows.Where(row => ExternalAuthority.IsIssuerOf(row.Der, outside.Der)).ToList();
        if (signers.Exists(row => row.Kind is AuthorityKind.Root or AuthorityKind.Issuing))
        {
            throw new FleetError(FleetErrorKind.Refused, CertificateErrors.Own,
                "An authority of this portal signed the certificate. It is either registered already or was never delivered. Issue "
                + "a new one.");
        }

        // The path validation of the platform refuses such a certificate. Assign it to the registered authority that signed it, if there is
        // one, so that the end and the CRL of that authority apply to it.
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
                throw new FleetError(FleetErrorKind.Refused,
                    CertificateErrors.Own, "The certificate is below the root of this portal. Issue a certificate to the Thing instead.");
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

    private (Pki.Chains.ChainVerdict Verdict, IReadOnlyList<byte[]> Above) Verify(
        List<AuthorityRecord> rows, byte[] der, IReadOnlyList<byte[]> chain, DateTimeOffset now)
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
