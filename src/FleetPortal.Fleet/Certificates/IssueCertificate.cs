using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Requests;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>What to issue.</summary>
/// <param name="ThingName">For whom.</param>
/// <param name="CsrPem">PKCS#10 in PEM, or null: then the portal makes a P-256 key and hands it out this once.</param>
/// <param name="ValidityDays">Null takes the profile's.</param>
public sealed record IssueCertificateRequest(string ThingName, string? CsrPem = null, int? ValidityDays = null);

/// <summary>What was issued.</summary>
/// <param name="PrivateKeyPem">PKCS#8 in PEM, when the portal made the key. It is stored nowhere.</param>
public sealed record IssuedCertificate(CertificateView Certificate, string CertificatePem, string ChainPem, string? PrivateKeyPem);

/// <summary>
/// Issues a certificate to a Thing. The serial number is stored with the intent, the twin linted, the certificate
/// signed and stored, and only then answered: whatever was delivered is known after a crash.
/// </summary>
public sealed class IssueCertificate(Registry registry, AuthorityVault vault, AuthorityAddress address)
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
        INSERT INTO Certificates (Id, ThingKey, AuthorityKey, SerialNumber, KeyHash, KeyAlgorithm, KeyMadeByPortal, Profile, Status, StatusChangedAt, StatusChangedBy, NotBefore, NotAfter, IssuedAt, Der)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING "Key"
        """;

    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>public-key-taken</c>, <c>forbidden</c>, and the codes of <see cref="DeviceRequest"/>.</exception>
    public async Task<IssuedCertificate> ExecuteAsync(IssueCertificateRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var thingName = ThingName.Parse(request.ThingName).ToString();
        using var ownKey = request.CsrPem is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        try
        {
            var (spki, algorithm) = ownKey is null ? ReadRequest(request.CsrPem!, thingName) : (ownKey.ExportSubjectPublicKeyInfo(), "EC P-256");
            var content = ContentOf(thingName, spki, request.ValidityDays);
            var thingKey = await registry.WriteAsync(scope => Intend(scope, content, thingName), cancellationToken);
            var der = CertificateIssuer.Issue(vault.Issuing, content);

            // From here on the caller's cancellation no longer counts: what is signed gets stored.
            var record = RecordOf(der, content, thingKey, algorithm, ownKey is not null);
            await registry.WriteAsync(scope => Store(scope, record, thingName, actor), CancellationToken.None);
            return Answer(record, thingName, ownKey);
        }
        catch (PkiException e)
        {
            throw new FleetError(FleetErrorKind.Refused, e.Code, e.Message, e);
        }
    }

    private static (byte[] Spki, string Algorithm) ReadRequest(string pem, string thingName)
    {
        try
        {
            var device = DeviceRequest.ReadPem(pem, thingName);
            return (device.SubjectPublicKeyInfo, device.KeyAlgorithm);
        }
        catch (PkiException e) when (e.Code == "request-unreadable")
        {
            throw new FleetError(e.Code, [new Fault("csrPem", e.Message)]);
        }
    }

    private CertificateContent ContentOf(string thingName, byte[] spki, int? validityDays)
    {
        using var random = RandomNumberGenerator.Create();
        var (notBefore, notAfter) = CertificateContent.ValidityOf(
            Profile.Thing, validityDays is { } days ? TimeSpan.FromDays(Math.Clamp(days, -1, MaxDays)) : null, vault.Issuing.NotAfter, registry.Time.GetUtcNow());
        return new CertificateContent
        {
            Profile = Profile.Thing,
            SerialNumber = SerialNumber.Create(random),
            Name = thingName,
            SubjectPublicKeyInfo = spki,
            NotBefore = notBefore,
            NotAfter = notAfter,
            AuthorityAddress = address.Of(vault.IssuingAuthorityId),
        };
    }

    private long Intend(WriteScope scope, CertificateContent content, string thingName)
    {
        var (key, name, enabled) = scope.Statements.Rows(SelectThing, row => (row.GetInt64(0), row.GetString(1), row.GetBoolean(2)), thingName).SingleOrDefault();
        if (name != thingName)
        {
            throw FleetError.NotFound("thing", thingName);
        }

        if (!enabled)
        {
            throw new FleetError(FleetErrorKind.Refused, "thing-disabled", $"{thingName} is disabled. Enable it before it gets a certificate.");
        }

        if (scope.Statements.Scalar<long?>(SelectOtherHolder, PublicKeyRules.HashOf(content.SubjectPublicKeyInfo), key) is not null)
        {
            throw new FleetError(FleetErrorKind.Conflict, "public-key-taken", "Another Thing holds this public key. A key belongs to exactly one Thing: make a new one.");
        }

        scope.Statements.Execute(InsertIntent, content.SerialNumber.ToString(), vault.IssuingKey, key, scope.Now, IssuanceState.Intended);
        return key;
    }

    private CertificateRecord RecordOf(byte[] der, CertificateContent content, long thingKey, string algorithm, bool keyMadeByPortal) => new()
    {
        Id = CertificateId.Of(der).ToOctets(),
        ThingKey = thingKey,
        AuthorityKey = vault.IssuingKey,
        SerialNumber = content.SerialNumber.ToString(),
        KeyHash = PublicKeyRules.HashOf(content.SubjectPublicKeyInfo),
        KeyAlgorithm = algorithm,
        KeyMadeByPortal = keyMadeByPortal,
        Profile = content.Profile.Name,
        Status = CertificateStatus.Active,
        NotBefore = content.NotBefore,
        NotAfter = content.NotAfter,
        Der = der,
    };

    private static void Store(WriteScope scope, CertificateRecord record, string thingName, Actor actor)
    {
        if (scope.Statements.Scalar<string>(SelectName, record.ThingKey) != thingName)
        {
            throw FleetError.NotFound("thing", thingName);
        }

        // Where another Thing has taken the key in the meantime, the certificate's foreign key refuses.
        scope.Statements.Execute(InsertKey, record.KeyHash, record.ThingKey);
        record.IssuedAt = record.StatusChangedAt = scope.Now;
        record.StatusChangedBy = actor.Name;
        record.Key = scope.Statements.Scalar<long>(
            InsertCertificate, record.Id, record.ThingKey, record.AuthorityKey, record.SerialNumber, record.KeyHash, record.KeyAlgorithm, record.KeyMadeByPortal, record.Profile,
            record.Status, record.StatusChangedAt, record.StatusChangedBy, record.NotBefore, record.NotAfter, record.IssuedAt, record.Der);
        CertificateTransitions.RefreshThing(scope, record.ThingKey);
        scope.Statements.Execute(MarkIssued, record.SerialNumber);
        scope.Audit(actor, "certificate.issued", AuditTarget.Certificate(CertificateId.FromOctets(record.Id).ToString(), thingName), new { record.SerialNumber, record.NotAfter, record.KeyAlgorithm, record.KeyMadeByPortal });
        scope.Emit(FleetEventKind.CertificateChanged, thingName);
    }

    private IssuedCertificate Answer(CertificateRecord record, string thingName, ECDsa? ownKey) => new(
        CertificateProjection.Of(record, thingName, vault.IssuingRecord),
        Pem.Write(Pem.Certificate, record.Der),
        Pem.WriteCertificates([vault.Issuing.Certificate]),
        ownKey is null ? null : ownKey.ExportPkcs8PrivateKeyPem() + "\n");
}
