using System.Text.Json;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>
/// Answers a device that requests a new certificate over its own connection: <c>{"csr": base64 of PKCS#10}</c> on
/// <c>…/rotation/request</c>. The answer on <c>…/rotation/response</c> holds the certificate and its chain, or an error. The PUBLISH is
/// acknowledged after the answer is queued.
/// </summary>
internal sealed partial class RotationRequests(RenewCertificate renew, IDeviceMessenger messenger, ILogger<RotationRequests> logger)
{
    public async Task AnswerAsync(LiveConnection live, byte[] payload, CancellationToken cancellationToken)
    {
        JsonObject answer;
        string? request = null;
        try
        {
            (var der, request) = Read(payload);
            var device = await renew.ExecuteAsync(live.Presented,
                der, makeKey: false, new DeviceOrigin(live.RemoteAddress, live.Tls, "MQTT rotation"), cancellationToken);
            answer = new JsonObject
            {
                ["certificatePem"] = Pem.Write(Pem.Certificate, device.Certificate.Der),
                ["chainPem"] = Pem.Write(Pem.Certificate, device.AuthorityDer),
                ["id"] = device.Certificate.Id.ToString(),
            };
        }
        catch (FleetError e)
        {
            answer = new JsonObject { ["code"] = e.Code, ["message"] = e.Message };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, live.ThingName);
            answer = new JsonObject { ["code"] = CommonErrors.Internal, ["message"] = "The portal failed. Try again." };
        }

        // The answer repeats the device's own identifier, so that the device can match it with its request.
        answer["request"] = request;
        await messenger.SendAsync(
            ((ThingTopicPolicy)live.Policy!).RotationResponse, JsonSerializer.SerializeToUtf8Bytes(answer), CancellationToken.None);
    }

    [LoggerMessage(4301, LogLevel.Error, "The rotation request of Thing {Thing} failed. The device received the error code internal.")]
    private partial void LogFailed(Exception exception, string? thing);

    /// <exception cref="FleetError"><c>rotation-request-invalid</c>.</exception>
    private static (byte[] Der, string? Request) Read(byte[] payload)
    {
        try
        {
            var json = JsonNode.Parse(payload) as JsonObject;
            if ((string?)json?["csr"] is { } csr)
            {
                return (Convert.FromBase64String(csr), (string?)json["request"] is { Length: <= 64 } request ? request : null);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            // The error below covers it.
        }

        throw new FleetError(BrokerErrors.RotationRequestInvalid,
            [new Fault("csr", "Send {\"csr\": \"…\"} with base64 of a PKCS#10 request in DER.")]);
    }
}
