using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>One certificate to be issued, after everything that the requester may say about it was checked.</summary>
/// <param name="SubjectPublicKeyInfo">DER.</param>
/// <param name="PredecessorKey">The certificate that this one renews.</param>
/// <param name="Alongside">What must be true or happen in the very transaction that stores the certificate.</param>
internal sealed record IssuanceOrder(
    string ThingName, byte[] SubjectPublicKeyInfo, string KeyAlgorithm, bool KeyMadeByPortal = false, int? ValidityDays = null, long? PredecessorKey = null, Action<WriteScope, CertificateRecord>? Alongside = null);

/// <summary>
/// The one way in which a Thing gets a certificate, whoever asks for it. The serial number is stored with the intent, the twin
/// linted, the certificate signed and stored, and only then answered: whatever was delivered is known after a crash.
/// </summary>
public sealed class CertificateIssuance(Registry registry, AuthorityVault vault, AuthorityAddress address)
{
    // Further than any profile allows, and still a TimeSpan.
    private const int MaxDays = 100_000;

    private const string SelectThing = """SELECT "Key", Name, Enabled FROM Things WHERE Name = $1 AND RetiredAt IS NULL""";
    private const string SelectName = """SELECT Name FROM Things WHERE "Key" = $1 AND RetiredAt IS NULL""";
    private const string SelectOtherHolder = "SELECT ThingKey FROM ThingKeys WHERE KeyHash = $1 AND ThingKey <> $2";
    private const string InsertIntent = "INSERT INTO Issuances (SerialNumber, AuthorityKey, ThingKey, IntendedAt, State) VALUES ($1, $2, $3, $4, $5)";
    private const string InsertKey = "INSERT INTO ThingKeys (KeyHash, ThingKey) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private const string MarkIssued = "UPDATE Issuances SET State = 1 WHERE SerialNumber = $1";
    private const string InsertCertificate = """
        INSERT INTO Certificates (Id, ThingKey, AuthorityKey, SerialNumber, KeyHash, KeyAlgorithm, KeyMadeByPortal, Profile, Status, StatusChangedAt, StatusChangedBy, NotBefore, NotAfter, IssuedAt, Der, Shard, PredecessorKey)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING "Key"
        """;

    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>validity-too-long</c>.</exception>
    internal async Task<(CertificateView Certificate, byte[] AuthorityDer)> IssueAsync(IssuanceOrder order, Actor actor, CancellationToken cancellationToken)
    {
        var authority = vault.Issuing;
        try
        {
            using var random = RandomNumberGenerator.Create();
            var serialNumber = SerialNumber.Create(random);
            var validity = order.ValidityDays is { } days ? TimeSpan.FromDays(Math.Clamp(days, -1, MaxDays)) : (TimeSpan?)null;
            var (notBefore, notAfter) = CertificateContent.ValidityOf(Profile.Thing, validity, authority.Signer.NotAfter, registry.Time.GetUtcNow());
            var (thingKey, shard) = await registry.WriteAsync(scope => Intend(scope, order, authority, serialNumber), cancellationToken);
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
        catch (PkiException e)
        {
            throw new FleetError(FleetErrorKind.Refused, e.Code, e.Message, e);
        }
    }

    private static (long ThingKey, int Shard) Intend(WriteScope scope, IssuanceOrder order, OwnAuthority authority, SerialNumber serialNumber)
    {
        var (key, name, enabled) = scope.Statements.Rows(SelectThing, row => (row.GetInt64(0), row.GetString(1), row.GetBoolean(2)), order.ThingName).SingleOrDefault();
        if (name != order.ThingName)
        {
            throw FleetError.NotFound("thing", order.ThingName);
        }

        if (!enabled)
        {
            throw new FleetError(FleetErrorKind.Refused, "thing-disabled", $"{name} is disabled. Enable it before it gets a certificate.");
        }

        if (scope.Statements.Scalar<long?>(SelectOtherHolder, PublicKeyRules.HashOf(order.SubjectPublicKeyInfo), key) is not null)
        {
            throw new FleetError(FleetErrorKind.Conflict, "public-key-taken", "Another Thing holds this public key. A key belongs to exactly one Thing: make a new one.");
        }

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
        if (scope.Statements.Scalar<string>(SelectName, record.ThingKey) != order.ThingName)
        {
            throw FleetError.NotFound("thing", order.ThingName);
        }

        // Where another Thing has taken the key in the meantime, the certificate's foreign key refuses.
        scope.Statements.Execute(InsertKey, record.KeyHash, record.ThingKey);
        record.IssuedAt = record.StatusChangedAt = scope.Now;
        record.StatusChangedBy = actor.Name;
        record.Key = scope.Statements.Scalar<long>(
            InsertCertificate, record.Id, record.ThingKey, record.AuthorityKey, record.SerialNumber, record.KeyHash, record.KeyAlgorithm, record.KeyMadeByPortal, record.Profile,
            record.Status, record.StatusChangedAt, record.StatusChangedBy, record.NotBefore, record.NotAfter, record.IssuedAt, record.Der, record.Shard, record.PredecessorKey);
        CertificateTransitions.RefreshThing(scope, record.ThingKey);
        scope.Statements.Execute(MarkIssued, record.SerialNumber);
        order.Alongside?.Invoke(scope, record);
        scope.Audit(
            actor, order.PredecessorKey is null ? "certificate.issued" : "certificate.renewed", AuditTarget.Certificate(CertificateId.FromOctets(record.Id).ToString(), order.ThingName),
            new { record.SerialNumber, record.NotAfter, record.KeyAlgorithm, record.KeyMadeByPortal });
        scope.Emit(FleetEventKind.CertificateChanged, order.ThingName);
    }
}
