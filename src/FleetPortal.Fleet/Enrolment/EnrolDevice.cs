using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotation;
using FleetPortal.Pki.Requests;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>What a device got.</summary>
/// <param name="PrivateKey">PKCS#8, unencrypted, when the portal made the key. It is stored nowhere.</param>
public sealed record EnrolledDevice(CertificateView Certificate, byte[] AuthorityDer, byte[]? PrivateKey);

/// <summary>Where a device asks from.</summary>
/// <param name="Protocol">"EST", as the attempt's trace says it.</param>
public sealed record DeviceOrigin(string RemoteAddress, string Tls, string Protocol);

/// <summary>A device gets its first certificate for a one-time token.</summary>
public sealed class EnrolDevice(Registry registry, CertificateIssuance issuance, AttemptRecorder recorder)
{
    private const string CheckName = "Enrolment token is valid for this Thing";

    /// <summary>Issues to the key of a request, or to a key made here.</summary>
    /// <param name="requestDer">PKCS#10. With <paramref name="makeKey"/> only its name counts.</param>
    /// <exception cref="FleetError"><c>enrolment-token-invalid</c> and everything that <see cref="IssueCertificate"/> may say.</exception>
    public async Task<EnrolledDevice> ExecuteAsync(string thingName, string token, byte[] requestDer, bool makeKey, DeviceOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        RequireToken(thingName, token, origin);
        var actor = new Actor("device", thingName, Role.Viewer);
        using var ownKey = makeKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var order = RequestOrder.Read(requestDer, thingName, ownKey) with { Alongside = (scope, _) => EnrolmentTokens.Use(scope, thingName, token) };
        var (certificate, authority) = await issuance.IssueAsync(order, actor, cancellationToken);
        return new EnrolledDevice(certificate, authority, ownKey?.ExportPkcs8PrivateKey());
    }

    private void RequireToken(string thingName, string token, DeviceOrigin origin)
    {
        using var db = registry.Read();
        if (EnrolmentTokens.IsGood(db, thingName, token, registry.Time.GetUtcNow()))
        {
            return;
        }

        var refused = EnrolmentTokens.Refused();
        var attempt = new ConnectAttempt { ClientId = thingName, RemoteAddress = origin.RemoteAddress, Protocol = origin.Protocol, Tls = origin.Tls };
        recorder.Record(attempt, new Decision(false, refused.Code, [new CheckResult(CheckName, CheckOutcome.Failed, "unknown, used, expired, or for another Thing", refused.Code, "Make a new token for this Thing.")], null, null, null), TimeSpan.Zero);
        throw refused;
    }
}

/// <summary>A device renews its certificate with the one that it has.</summary>
public sealed class RenewCertificate(IdentityDecider decider, CertificateIssuance issuance, AttemptRecorder recorder, RotationWatch watch, RotationProof proof, LiveConnections connections, StatusEffect effect, ExpiryPolicy policy, Registry registry)
{
    /// <summary>Issues to a key that the device made; the certificate it came with stays as it is. The decider says whether it may.</summary>
    /// <param name="shown">The certificate of its TLS connection.</param>
    /// <exception cref="FleetError">The code of the check that failed, as <see cref="FleetErrorKind.Forbidden"/>; and everything that <see cref="IssueCertificate"/> may say.</exception>
    public async Task<EnrolledDevice> ExecuteAsync(PresentedCertificate? shown, byte[] requestDer, bool makeKey, DeviceOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var started = registry.Time.GetTimestamp();
        var (thingName, key, validityDays) = shown is null ? default : Find(shown);
        var attempt = new ConnectAttempt { ClientId = thingName ?? "", RemoteAddress = origin.RemoteAddress, Protocol = origin.Protocol, Tls = origin.Tls, Certificate = shown, ExpiredAllowance = TimeSpan.FromDays(policy.RenewExpiredDays) };
        var decision = decider.Decide(attempt);
        recorder.Record(attempt, decision, registry.Time.GetElapsedTime(started));
        if (!decision.Allowed)
        {
            var failed = decision.Checks.First(check => check.Outcome == CheckOutcome.Failed);
            throw new FleetError(FleetErrorKind.Forbidden, decision.Code, $"{failed.Name}: {failed.Compared}. {failed.Remedy}");
        }

        using var ownKey = makeKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var actor = new Actor("device", thingName!, Role.Viewer);
        (string RotationId, ChangedCertificate? Retired) noted = ("", null);

        // To come with a certificate proves it, over EST as over MQTT.
        await proof.NoteConnectedAsync(thingName!, shown!.Id);
        var order = RequestOrder.Read(requestDer, thingName!, ownKey) with
        {
            PredecessorKey = key,
            ValidityDays = validityDays,
            Alongside = (scope, issued) => noted = Rotations.NoteIssued(scope, issued, TimeSpan.FromMinutes(StartRotation.StandardGraceMinutes), actor),
        };
        var (certificate, authority) = await issuance.IssueAsync(order, actor, cancellationToken);
        watch.Prove(certificate.Id, noted.RotationId);
        if (noted.Retired is { } retired)
        {
            watch.ForgetProof(retired.Id);
            await effect.CarryOutAsync([retired], () => connections.CloseAsync([retired.Id], SessionEnd.RightsWithdrawn), started);
        }

        return new EnrolledDevice(certificate, authority, ownKey?.ExportPkcs8PrivateKey());
    }

    private (string? ThingName, long Key, int? ValidityDays) Find(PresentedCertificate shown)
    {
        using var db = registry.Read();
        var id = shown.Id.ToOctets();
        var found = db.Certificates.Where(x => x.Id == id).Select(x => new
        {
            x.Thing!.Name,
            x.Key,
            ValidityDays = db.Rotations.Where(rotation => rotation.ThingKey == x.ThingKey && rotation.State < RotationState.Committed).Select(rotation => rotation.ValidityDays).FirstOrDefault(),
        }).SingleOrDefault();
        return (found?.Name, found?.Key ?? 0, found?.ValidityDays);
    }
}

/// <summary>From a device's request to an order.</summary>
internal static class RequestOrder
{
    /// <exception cref="FleetError"><c>request-…</c>, <c>key-…</c>.</exception>
    public static IssuanceOrder Read(byte[] requestDer, string thingName, ECDsa? ownKey) => PkiErrors.Translate("request", () =>
    {
        var request = DeviceRequest.ReadDer(requestDer, thingName);
        return ownKey is null
            ? new IssuanceOrder(thingName, request.SubjectPublicKeyInfo, request.KeyAlgorithm)
            : new IssuanceOrder(thingName, ownKey.ExportSubjectPublicKeyInfo(), "EC P-256", KeyMadeByPortal: true);
    });
}
