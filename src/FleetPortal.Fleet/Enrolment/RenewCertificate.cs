using System.Security.Cryptography;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Pki.Requests;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>
/// Issues a certificate to a device that already has one: a renewal, or the first certificate of the portal for a factory certificate.
/// </summary>
public sealed class RenewCertificate(
    IdentityDecider decider, CertificateIssuance issuance, DeliveredCertificates delivered,
    AttemptRecorder recorder, PendingRotationIndex pending, RotationProof proof, ExpiryPolicy policy, Registry registry)
{
    /// <summary>
    /// Issues a certificate for a key of the device. The current certificate does not change. The decider decides whether the device may
    /// renew; no other right is needed. A repeated request returns the same certificate (see <see cref="DeliveredCertificates"/>). If the
    /// portal makes the key, which is not stored, a repeated request returns another key and certificate, and the certificate of the lost
    /// answer is retired.
    /// </summary>
    /// <param name="shown">The certificate of the device's TLS connection, or null.</param>
    /// <param name="requestDer">The PKCS#10 request in DER.</param>
    /// <param name="makeKey">Whether the portal makes the key.</param>
    /// <param name="origin">The connection of the device.</param>
    /// <param name="cancellationToken">Cancels before the certificate is signed.</param>
    /// <exception cref="FleetError">The code of the failed check, as <see cref="FleetErrorKind.Forbidden"/>, and the codes of
    /// <see cref="IssueCertificate"/>.</exception>
    public async Task<EnrolledDevice> ExecuteAsync(
        PresentedCertificate? shown, byte[] requestDer, bool makeKey, DeviceOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var started = registry.Time.GetTimestamp();
        var held = shown is null ? null : Find(shown);
        var attempt = new ConnectAttempt { ClientId = held?.ThingName ?? "", RemoteAddress = origin.RemoteAddress,
            Protocol = origin.Protocol, Tls = origin.Tls, Certificate = shown, IsSession = false,
            ExpiredAllowance = TimeSpan.FromDays(policy.RenewExpiredDays) };
        var decision = decider.Decide(attempt);
        recorder.Record(attempt, decision, registry.Time.GetElapsedTime(started));
        if (!decision.Allowed || held is null)
        {
            var failed = decision.Checks.First(check => check.Outcome == CheckOutcome.Failed);
            throw new FleetError(FleetErrorKind.Forbidden,
                decision.Code, $"Refused: {failed.Failure} ({failed.Compared}). {failed.Remedy}");
        }

        using var ownKey = makeKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var actor = Actor.Device(held.ThingName);
        string? rotation = null;

        // A connection with a certificate proves it, over EST as well as over MQTT.
        await proof.NoteConnectedAsync(held.ThingName, shown!.Id);
        var order = RequestOrder.Read(requestDer, held.ThingName, ownKey, RenewedNames.Of(held.Der));
        if (!makeKey && FindAgain(held.Key, order.SubjectPublicKeyInfo) is { } again)
        {
            return again;
        }

        order = order with
        {
            Owner = held.Kind,
            PredecessorKey = held.Key,
            ValidityDays = held.ValidityDays,
            InSameTransaction = (scope, issued) =>
            {
                if (!makeKey && DeliveredCertificates.IsRepeated(scope, issued))
                {
                    throw Repeated();
                }

                rotation = RotationRows.NoteIssued(scope, issued, TimeSpan.FromMinutes(StartRotation.StandardGraceMinutes), actor);
            },
        };
        CertificateView certificate;
        byte[] authority;
        try
        {
            (certificate, authority) = await issuance.IssueAsync(order, actor, cancellationToken);
        }
        catch (FleetError e) when (e.Code == EnrolmentErrors.RenewalRepeated && FindAgain(held.Key, order.SubjectPublicKeyInfo) is not null)
        {
            // The same request arrived twice at the same time, and the other one was completed first.
            return FindAgain(held.Key, order.SubjectPublicKeyInfo)!;
        }

        if (rotation is not null)
        {
            pending.Prove(certificate.Id, rotation);
        }

        return new EnrolledDevice(certificate, authority, ownKey?.ExportPkcs8PrivateKey());
    }

    private static FleetError Repeated() =>
        new(FleetErrorKind.Conflict, EnrolmentErrors.RenewalRepeated, "The same request is being processed. Send it again.");

    private Held? Find(PresentedCertificate shown)
    {
        using var db = registry.Read();
        var id = shown.Id.ToOctets();
        return db.Set<CertificateRecord>().Where(x => x.Id == id).Select(x => new Held(
            x.Thing!.Name,
            x.Thing.Kind,
            x.Key,
            x.Der,
            db.Set<RotationRecord>().Where(rotation => rotation.ThingKey == x.ThingKey && rotation.State < RotationState.Committed)
                .Select(rotation => rotation.ValidityDays).FirstOrDefault())).SingleOrDefault();
    }

    private EnrolledDevice? FindAgain(long key, byte[] subjectPublicKeyInfo)
    {
        using var db = registry.Read();
        return delivered.FindRenewal(db, key, subjectPublicKeyInfo, registry.Time.GetUtcNow());
    }

    private sealed record Held(string ThingName, PrincipalKind Kind, long Key, byte[] Der, int? ValidityDays);
}
