using System.Diagnostics;
using FleetPortal.Broker.Admission;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Rotations;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>
/// Turns a CONNECT into a <see cref="ConnectAttempt"/>, asks the decider, and applies the decision. Attempts with one client identifier run
/// one after another, and an old connection is closed before the new one opens. Otherwise MQTTnet's clean-up of the old connection would
/// remove the session of the new one.
/// </summary>
internal sealed class MqttConnectHandler(
    IdentityDecider decider, LiveConnections connections, AttemptRecorder recorder, RotationProof proof, SessionTerminator terminator,
    TimeProvider time)
{
    private const int Stripes = 256;

    // A fixed number of locks. Two client identifiers that share one wait for each other, which costs little.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        var adapter = (PortalChannelAdapter)e.ChannelAdapter;
        var attempt = AttemptOf(e, adapter);
        var stripe = _stripes[(uint)e.ClientId.GetHashCode(StringComparison.Ordinal) % Stripes];
        await stripe.WaitAsync(e.CancellationToken);
        try
        {
            await DecideAsync(e, adapter, attempt);
        }
        finally
        {
            stripe.Release();
        }
    }

    private async Task DecideAsync(ValidatingConnectionEventArgs e, PortalChannelAdapter adapter, ConnectAttempt attempt)
    {
        var started = Stopwatch.GetTimestamp();
        var live = new LiveConnection(adapter.Connection.ConnectionId,
            e.ClientId, attempt.Certificate?.Id, time.GetUtcNow(), end => terminator.CloseAsync(adapter, end))
        {
            RemoteAddress = attempt.RemoteAddress,
            Protocol = attempt.Protocol,
            Tls = attempt.Tls ?? "",
            Presented = attempt.Certificate,
        };

        // Enter before the decider reads the registry. Every later revocation then finds this connection.
        adapter.Live = live;
        connections.Enter(live);
        var decision = decider.Decide(attempt);
        if (decision.Allowed && live.ClosingReason is not null)
        {
            decision = decider.Decide(attempt);
        }

        var decidedIn = Stopwatch.GetElapsedTime(started);
        recorder.Record(attempt, decision, decidedIn);
        if (!decision.Allowed || live.ClosingReason is not null)
        {
            connections.Leave(live);
            e.ReasonCode = MqttReasons.Connect(decision.Code, e.ProtocolVersion);
            e.ReasonString = decision.Code;
            return;
        }

        if (connections.OfClient(e.ClientId) is { } old)
        {
            await connections.CloseAsync(old, SessionEndReason.TakenOver);
        }

        Admitted(adapter);
        live.Open(decision.Policy!, decision.Checks.Count(check => check.Outcome == CheckOutcome.Passed), decidedIn);
        connections.Opened(live);
        recorder.Note(decision.ThingName!, connected: true, time.GetUtcNow(), decision.CertificateId);

        // A revocation between the decision and Open does not close this connection, because it was not open yet. Refuse it here.
        if (live.ClosingReason is { } end)
        {
            connections.Leave(live);
            e.ReasonCode = MqttReasons.Connect(RefusalCodes.StatusNotActive, e.ProtocolVersion);
            e.ReasonString = MqttReasons.Text(end);
            return;
        }

        await proof.NoteConnectedAsync(decision.ThingName!, decision.CertificateId!.Value);
    }

    /// <summary>Marks the connection as let in: it is no longer closed to make room for another one.</summary>
    private static void Admitted(PortalChannelAdapter adapter) =>
        (adapter.Connection.GetHttpContext()?.Features ?? adapter.Connection.Features).Get<ConnectionSlot>()?.LetIn();

    private static ConnectAttempt AttemptOf(ValidatingConnectionEventArgs e, PortalChannelAdapter adapter)
    {
        var http = adapter.Connection.GetHttpContext();
        var tls = http is null ? adapter.Connection.Features.Get<ITlsHandshakeFeature>() : http.Features.Get<ITlsHandshakeFeature>();
        var clientCertificate = http is null
            ? adapter.Connection.Features.Get<TlsClientCertificate>() : http.Features.Get<TlsClientCertificate>();
        var version = e.ProtocolVersion switch
        {
            MqttProtocolVersion.V500 => "MQTT 5",
            MqttProtocolVersion.V311 => "MQTT 3.1.1",
            _ => "MQTT 3.1",
        };
        return new ConnectAttempt
        {
            ClientId = e.ClientId,
            RemoteAddress = (http is null
                ? adapter.RemoteEndPoint?.ToString() : $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}") ?? "",
            Protocol = http is null ? version : version + " over WebSocket",
            Tls = tls is null ? null : $"{NameOf(tls.Protocol)}, {tls.NegotiatedCipherSuite?.ToString() ?? "unknown cipher suite"}",
            Certificate = clientCertificate?.Certificate,
            WillTopic = adapter.Connect is { WillFlag: true } connect ? connect.WillTopic : null,
        };
    }

    private static string NameOf(System.Security.Authentication.SslProtocols protocol) => protocol switch
    {
        System.Security.Authentication.SslProtocols.Tls12 => "TLS 1.2",
        System.Security.Authentication.SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
