using System.Security.Cryptography;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>What a device got.</summary>
/// <param name="PrivateKey">PKCS#8, unencrypted, when the portal made the key. It is stored nowhere.</param>
public sealed record EnrolledDevice(CertificateView Certificate, byte[] AuthorityDer, byte[]? PrivateKey);

/// <summary>Where a device asks from.</summary>
/// <param name="Protocol">"EST", as the attempt's trace says it.</param>
public sealed record DeviceOrigin(string RemoteAddress, string Tls, string Protocol);

/// <summary>A device gets its first certificate for a one-time token.</summary>
public sealed class EnrolDevice(Registry registry, CertificateIssuance issuance, DeliveredCertificates delivered, AttemptRecorder recorder, EnrolmentThrottle throttle)
{
    /// <summary>
    /// Issues to the key of a request, or to a key made here. The same token with the same key gets the same certificate until the token expires, because
    /// an answer may be lost on its way. A key that was made here cannot be answered again: it is stored nowhere.
    /// </summary>
    /// <param name="requestDer">PKCS#10. With <paramref name="makeKey"/> only its name counts.</param>
    /// <exception cref="FleetError"><c>enrolment-token-invalid</c> and everything that <see cref="IssueCertificate"/> may say.</exception>
    public async Task<EnrolledDevice> ExecuteAsync(string thingName, string token, byte[] requestDer, bool makeKey, DeviceOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (!makeKey && FindAgain(thingName, token, requestDer) is { } again)
        {
            return again;
        }

        RequireToken(thingName, token, origin);
        var actor = Actor.Device(thingName);
        using var ownKey = makeKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var order = RequestOrder.Read(requestDer, thingName, ownKey) with { InSameTransaction = (scope, issued) => EnrolmentTokens.Use(scope, thingName, token, issued.Key) };
        try
        {
            var (certificate, authority) = await issuance.IssueAsync(order, actor, cancellationToken);
            return new EnrolledDevice(certificate, authority, ownKey?.ExportPkcs8PrivateKey());
        }
        catch (FleetError e) when (!makeKey && e.Code == EnrolmentErrors.TokenRefused && FindAgain(thingName, token, requestDer) is not null)
        {
            // The same request came twice at once, and the other one was first.
            return FindAgain(thingName, token, requestDer)!;
        }
    }

    private EnrolledDevice? FindAgain(string thingName, string token, byte[] requestDer)
    {
        using var db = registry.Read();
        return EnrolmentTokens.UsedFor(db, thingName, token, registry.Time.GetUtcNow()) is { } used && RequestOrder.HasKey(RequestOrder.Read(requestDer, thingName, null), used)
            ? delivered.Answer(db, used.Key)
            : null;
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
        var failed = CheckCatalogue.EnrolmentTokenIsValid.Failed(
            refused.Code, "the enrolment token is not valid for this Thing", "unknown, used, expired, or for another Thing", "Make a new token for this Thing.");
        recorder.Record(attempt, new Decision(false, refused.Code, [failed], null, null, null), TimeSpan.Zero);
        throw throttle.TryFail(origin.RemoteAddress) ? refused : new FleetError(FleetErrorKind.TooMany, EnrolmentErrors.TooManyFailures, $"More than {EnrolmentThrottle.MaxFailures} wrong enrolment tokens came from this address within a minute.");
    }
}
