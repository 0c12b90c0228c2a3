using System.Security.Cryptography;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The order of one certificate. The caller has checked everything that comes from the requester.</summary>
/// <param name="SubjectPublicKeyInfo">The public key in DER.</param>
/// <param name="PredecessorKey">The row key of the certificate that this one renews, or null.</param>
/// <param name="AuthorityId">The identifier of the authority that signs. Null takes the authority of the predecessor or its newest
/// successor, or else the default issuer.</param>
/// <param name="InSameTransaction">Runs in the transaction that stores the certificate; throws to refuse it.</param>
/// <param name="Owner">Whether the name is that of a Thing or of an application; null for any, if the requester holds its
/// certificate.</param>
internal sealed record IssuanceOrder(
    string ThingName, byte[] SubjectPublicKeyInfo, string KeyAlgorithm, bool KeyMadeByPortal = false, int? ValidityDays = null,
    long? PredecessorKey = null, string? AuthorityId = null, Action<WriteScope, CertificateRecord>? InSameTransaction = null,
    PrincipalKind? Owner = null);

/// <summary>
/// Issues every certificate of a Thing. The serial number is stored before the certificate is signed, and the certificate is stored before
/// it is returned. After a crash, the registry therefore knows every certificate that was delivered.
/// </summary>
public sealed class CertificateIssuance(Registry registry, AuthorityVault vault, AuthorityAddress address)
{
    // Longer than any profile allows, and still within the range of TimeSpan.
    private const int MaxDays = 100_000;

    private const string InsertIntent =
        "INSERT INTO Issuances (SerialNumber, AuthorityKey, ThingKey, IntendedAt, State) VALUES ($1, $2, $3, $4, $5)";
    private static readonly string MarkIssued = $"UPDATE Issuances SET State = {(int)IssuanceState.Issued} WHERE SerialNumber = $1";
    private static readonly string CountSoundPredecessor = $"""
        SELECT count(*) FROM Certificates c LEFT JOIN Authorities a ON a."Key" = c.AuthorityKey
        WHERE c."Key" = $1 AND c.Status = {(int)CertificateStatus.Active} AND (a."Key" IS NULL OR a.Status = {(int)AuthorityStatus.Active})
        """;
    private static readonly string MarkAbandoned =
        $"UPDATE Issuances SET State = {(int)IssuanceState.Abandoned} WHERE SerialNumber = $1 AND State = {(int)IssuanceState.Intended}";

    /// <summary>
    /// Chooses the authority, signs the certificate, and stores it. Returns the certificate, and the authority in DER. Asks for no right:
    /// the caller does.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>validity-too-long</c>,
    /// <c>no-issuing-authority</c>, <c>authority-expired</c>, <c>key-unavailable</c>.</exception>
    internal async Task<(CertificateView Certificate, byte[] AuthorityDer)> IssueAsync(
        IssuanceOrder order, Actor actor, CancellationToken cancellationToken)
    {
        var authority = await ChooseAsync(order, cancellationToken);
        if (authority.Signer.NotAfter <= registry.Time.GetUtcNow())
        {
            throw new FleetError(FleetErrorKind.Unavailable, AuthorityErrors.Expired,
                $"{authority.Name} expired on {authority.Signer.NotAfter:yyyy-MM-dd}, so its certificates are not valid any more. "
                + $"Create another issuing authority.");
        }

        using var random = RandomNumberGenerator.Create();
        var serialNumber = SerialNumber.Create(random);
        var intended = false;
        try
        {
            var validity = order.ValidityDays is { } days ? TimeSpan.FromDays(Math.Clamp(days, -1, MaxDays)) : (TimeSpan?)null;
            var (notBefore, notAfter) =
                CertificateContent.ValidityOf(Profile.Thing, validity, authority.Signer.NotAfter, registry.Time.GetUtcNow());
            var (thingKey, shard) = await registry.WriteAsync(scope => Intend(scope, order, authority, serialNumber), cancellationToken);
            intended = true;
            var content = new CertificateContent
            {
                Profile = Profile.Thing,
                SerialNumber = serialNumber,
                Name = order.ThingName,
                SubjectPublicKeyInfo = order.SubjectPublicKeyInfo,
                NotBefore = notBefore,
                NotAfter = notAfter,
                AuthorityAddress = address.Of(authority.Id),
                OcspAddress = address.OfOcsp,
                CrlAddress = address.OfCrl(authority.Id, shard),
            };
            var der = CertificateIssuer.Issue(authority.Signer, content);

            // Ignore the caller's cancellation from here on: a signed certificate must be stored.
            var record = RecordOf(der, content, order, thingKey, authority.Key, shard);
            await registry.WriteAsync(scope => Store(scope, record, order, actor), CancellationToken.None);
            var view = CertificateProjection.Of(record, order.ThingName, order.Owner ?? PrincipalKind.Thing, authority);
            return (view, authority.Signer.Certificate);
        }
        catch (Exception e) when (e is PkiException or FleetError)
        {
            if (intended)
            {
                // Nothing was delivered. Mark the intent as abandoned now instead of at the next start.
                await registry.WriteAsync(scope => scope.Statements.Execute(MarkAbandoned, serialNumber.ToString()),
                    CancellationToken.None);
            }

            throw e is PkiException refused ? PkiRefusals.Of(refused) : e;
        }
    }

    /// <summary>
    /// Returns the authority of the order; or the newest successor of the predecessor's authority; or the default issuer.
    /// </summary>
    private async Task<OwnAuthority> ChooseAsync(IssuanceOrder order, CancellationToken cancellationToken)
    {
        if (order.AuthorityId is { } id)
        {
            var wanted = vault.OwnAuthorities.FirstOrDefault(authority => authority.Id == id)
                ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);
            return wanted.Issues ? wanted
                : throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotIssuing, $"{wanted.Name} signs no new certificates.");
        }

        if (order.PredecessorKey is not { } predecessor)
        {
            return vault.Issuing;
        }

        await using var db = registry.Read();
        var own = vault.FindOwn(await db.Set<CertificateRecord>()
            .Where(x => x.Key == predecessor).Select(x => x.AuthorityKey).SingleOrDefaultAsync(cancellationToken));
        while (own?.SuccessorKey is { } next)
        {
            own = vault.FindOwn(next);
        }

        return own is { Issues: true } ? own : vault.Issuing;
    }

    private static (long ThingKey, int Shard) Intend(
        WriteScope scope, IssuanceOrder order, OwnAuthority authority, SerialNumber serialNumber)
    {
        var key = CertificateRows.HolderOf(scope, order.ThingName, order.SubjectPublicKeyInfo, order.Owner);
        scope.Statements.Execute(InsertIntent, serialNumber.ToString(), authority.Key, key, scope.Now, IssuanceState.Intended);
        return (key, CrlShards.Take(scope, authority.Key));
    }

    private static CertificateRecord RecordOf(
        byte[] der, CertificateContent content, IssuanceOrder order, long thingKey, long authorityKey, int shard) => new()
    {
        Id = CertificateId.Of(der).ToOctets(),
        ThingKey = thingKey,
        AuthorityKey = authorityKey,
        SerialNumber = content.SerialNumber.ToString(),
        KeyHash = PublicKeyRules.HashOf(content.SubjectPublicKeyInfo),
        KeyAlgorithm = order.KeyAlgorithm,
        KeyMadeByPortal = order.KeyMadeByPortal,
        Profile = content.Profile.Name,
        Status = CertificateStatus.Active,
        NotBefore = content.NotBefore,
        NotAfter = content.NotAfter,
        Der = der,
        Shard = shard,
        PredecessorKey = order.PredecessorKey,
    };

    private static void Store(WriteScope scope, CertificateRecord record, IssuanceOrder order, Actor actor)
    {
        // Signing may have waited for a hardware module. Refuse if the predecessor or its authority was put on hold or disabled in the
        // meantime.
        if (order.PredecessorKey is { } predecessor && scope.Statements.Scalar<long>(CountSoundPredecessor, predecessor) == 0)
        {
            throw new FleetError(FleetErrorKind.Forbidden,
                CertificateErrors.StatusNotActive, "The certificate to renew, or its authority, is no longer active.");
        }

        CertificateRows.Insert(scope,
            record, order.ThingName, order.PredecessorKey is null ? CertificateActions.Issued : CertificateActions.Renewed, actor);
        scope.Statements.Execute(MarkIssued, record.SerialNumber);
        order.InSameTransaction?.Invoke(scope, record);
    }
}
