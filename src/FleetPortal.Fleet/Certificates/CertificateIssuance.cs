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

/// <summary>One certificate to be issued, after everything that the requester may say about it was checked.</summary>
/// <param name="SubjectPublicKeyInfo">DER.</param>
/// <param name="PredecessorKey">The certificate that this one renews.</param>
/// <param name="AuthorityId">Which authority is to sign, or null for the line of the predecessor's, or the standard one.</param>
/// <param name="Alongside">What must be true or happen in the very transaction that stores the certificate.</param>
internal sealed record IssuanceOrder(
    string ThingName, byte[] SubjectPublicKeyInfo, string KeyAlgorithm, bool KeyMadeByPortal = false, int? ValidityDays = null, long? PredecessorKey = null, string? AuthorityId = null, Action<WriteScope, CertificateRecord>? InSameTransaction = null);

/// <summary>
/// The one way in which a Thing gets a certificate, whoever asks for it. The serial number is stored with the intent, the twin
/// linted, the certificate signed and stored, and only then answered: whatever was delivered is known after a crash.
/// </summary>
public sealed class CertificateIssuance(Registry registry, AuthorityVault vault, AuthorityAddress address)
{
    // Further than any profile allows, and still a TimeSpan.
    private const int MaxDays = 100_000;

    private const string InsertIntent = "INSERT INTO Issuances (SerialNumber, AuthorityKey, ThingKey, IntendedAt, State) VALUES ($1, $2, $3, $4, $5)";
    private static readonly string MarkIssued = $"UPDATE Issuances SET State = {(int)IssuanceState.Issued} WHERE SerialNumber = $1";
    private static readonly string CountSoundPredecessor = $"""
        SELECT count(*) FROM Certificates c LEFT JOIN Authorities a ON a."Key" = c.AuthorityKey
        WHERE c."Key" = $1 AND c.Status = {(int)CertificateStatus.Active} AND (a."Key" IS NULL OR a.Status = {(int)AuthorityStatus.Active})
        """;
    private static readonly string MarkAbandoned =
        $"UPDATE Issuances SET State = {(int)IssuanceState.Abandoned} WHERE SerialNumber = $1 AND State = {(int)IssuanceState.Intended}";

    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>validity-too-long</c>, <c>no-issuing-authority</c>, <c>authority-expired</c>, <c>key-unavailable</c>.</exception>
    internal async Task<(CertificateView Certificate, byte[] AuthorityDer)> IssueAsync(IssuanceOrder order, Actor actor, CancellationToken cancellationToken)
    {
        var authority = await ChooseAsync(order, cancellationToken);
        if (authority.Signer.NotAfter <= registry.Time.GetUtcNow())
        {
            throw new FleetError(FleetErrorKind.Unavailable, AuthorityErrors.Expired, $"{authority.Name} ended on {authority.Signer.NotAfter:yyyy-MM-dd}, so nothing that it signed would count. Make another issuing authority.");
        }

        using var random = RandomNumberGenerator.Create();
        var serialNumber = SerialNumber.Create(random);
        var intended = false;
        try
        {
            var validity = order.ValidityDays is { } days ? TimeSpan.FromDays(Math.Clamp(days, -1, MaxDays)) : (TimeSpan?)null;
            var (notBefore, notAfter) = CertificateContent.ValidityOf(Profile.Thing, validity, authority.Signer.NotAfter, registry.Time.GetUtcNow());
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

            // From here on the caller's cancellation no longer counts: what is signed gets stored.
            var record = RecordOf(der, content, order, thingKey, authority.Key, shard);
            await registry.WriteAsync(scope => Store(scope, record, order, actor), CancellationToken.None);
            return (CertificateProjection.Of(record, order.ThingName, authority), authority.Signer.Certificate);
        }
        catch (Exception e) when (e is PkiException or FleetError)
        {
            if (intended)
            {
                // Nothing was delivered, and nothing will be: the intent does not wait for the next start to be known as abandoned.
                await registry.WriteAsync(scope => scope.Statements.Execute(MarkAbandoned, serialNumber.ToString()), CancellationToken.None);
            }

            throw e is PkiException refused ? PkiRefusals.Of(refused) : e;
        }
    }

    /// <summary>The one that was asked for; or the predecessor's own line, to its newest; or the standard one.</summary>
    private async Task<OwnAuthority> ChooseAsync(IssuanceOrder order, CancellationToken cancellationToken)
    {
        if (order.AuthorityId is { } id)
        {
            var wanted = vault.OwnAuthorities.FirstOrDefault(authority => authority.Id == id) ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);
            return wanted.Issues ? wanted : throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotIssuing, $"{wanted.Name} signs nothing new.");
        }

        if (order.PredecessorKey is not { } predecessor)
        {
            return vault.Issuing;
        }

        await using var db = registry.Read();
        var own = vault.FindOwn(await db.Set<CertificateRecord>().Where(x => x.Key == predecessor).Select(x => x.AuthorityKey).SingleOrDefaultAsync(cancellationToken));
        while (own?.SuccessorKey is { } next)
        {
            own = vault.FindOwn(next);
        }

        return own is { Issues: true } ? own : vault.Issuing;
    }

    private static (long ThingKey, int Shard) Intend(WriteScope scope, IssuanceOrder order, OwnAuthority authority, SerialNumber serialNumber)
    {
        var key = CertificateRows.HolderOf(scope, order.ThingName, order.SubjectPublicKeyInfo);
        scope.Statements.Execute(InsertIntent, serialNumber.ToString(), authority.Key, key, scope.Now, IssuanceState.Intended);
        return (key, CrlShards.Take(scope, authority.Key));
    }

    private static CertificateRecord RecordOf(byte[] der, CertificateContent content, IssuanceOrder order, long thingKey, long authorityKey, int shard) => new()
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
        // Signing may have waited for a module: what was put on hold or disabled meanwhile renews nothing.
        if (order.PredecessorKey is { } predecessor && scope.Statements.Scalar<long>(CountSoundPredecessor, predecessor) == 0)
        {
            throw new FleetError(FleetErrorKind.Forbidden, CertificateErrors.StatusNotActive, "The certificate that was to be renewed, or its authority, does not count any more.");
        }

        CertificateRows.Insert(scope, record, order.ThingName, order.PredecessorKey is null ? CertificateActions.Issued : CertificateActions.Renewed, actor);
        scope.Statements.Execute(MarkIssued, record.SerialNumber);
        order.InSameTransaction?.Invoke(scope, record);
    }
}
