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
using Microsoft.EntityFrameworkCore;

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
            await registry.WriteAsync(scope => Store(scope, record, actor), CancellationToken.None);
            return await AnswerAsync(record.Id, ownKey, CancellationToken.None);
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
        var thing = scope.Db.Things.Where(x => x.Name == thingName && x.RetiredAt == null).Select(x => new { x.Key, x.Name, x.Enabled }).SingleOrDefault();
        if (thing is null || thing.Name != thingName)
        {
            throw FleetError.NotFound("thing", thingName);
        }

        if (!thing.Enabled)
        {
            throw new FleetError(FleetErrorKind.Refused, "thing-disabled", $"{thingName} is disabled. Enable it before it gets a certificate.");
        }

        var keyHash = PublicKeyRules.HashOf(content.SubjectPublicKeyInfo);
        if (scope.Db.ThingKeys.Any(x => x.KeyHash == keyHash && x.ThingKey != thing.Key))
        {
            throw new FleetError(FleetErrorKind.Conflict, "public-key-taken", "Another Thing holds this public key. A key belongs to exactly one Thing: make a new one.");
        }

        scope.Db.Issuances.Add(new IssuanceRecord { SerialNumber = content.SerialNumber.ToString(), AuthorityKey = vault.IssuingKey, ThingKey = thing.Key, IntendedAt = scope.Now });
        return thing.Key;
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

    private static void Store(WriteScope scope, CertificateRecord record, Actor actor)
    {
        var thing = scope.Db.Things.Single(x => x.Key == record.ThingKey);
        if (thing.RetiredAt is not null)
        {
            throw FleetError.NotFound("thing", thing.Name);
        }

        if (!scope.Db.ThingKeys.Any(x => x.KeyHash == record.KeyHash && x.ThingKey == record.ThingKey))
        {
            scope.Db.ThingKeys.Add(new ThingKeyRecord { KeyHash = record.KeyHash, ThingKey = record.ThingKey });
        }

        record.IssuedAt = record.StatusChangedAt = scope.Now;
        record.StatusChangedBy = actor.Name;
        scope.Db.Certificates.Add(record);
        CertificateTransitions.RefreshThing(scope, thing, record);
        var issuance = scope.Db.Issuances.Single(x => x.SerialNumber == record.SerialNumber);
        issuance.State = IssuanceState.Issued;
        scope.Audit(actor, "certificate.issued", AuditTarget.Certificate(CertificateId.FromOctets(record.Id).ToString(), thing.Name), new { record.SerialNumber, record.NotAfter, record.KeyAlgorithm, record.KeyMadeByPortal });
        scope.Emit(FleetEventKind.CertificateChanged, thing.Name);
    }

    private async Task<IssuedCertificate> AnswerAsync(byte[] id, ECDsa? ownKey, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var view = await db.Certificates.Where(x => x.Id == id).Select(CertificateProjection.ToView).SingleAsync(cancellationToken);
        return new IssuedCertificate(view, Pem.Write(Pem.Certificate, view.Der), Pem.WriteCertificates([vault.Issuing.Certificate]), ownKey is null ? null : ownKey.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
