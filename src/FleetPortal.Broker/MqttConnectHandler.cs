using System.Diagnostics;
using FleetPortal.Broker.Admission;
using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Proofs;
using FleetPortal.Fleet.Rotations;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;

namespace FleetPortal.Broker;

/// <summary>
/// Turns a CONNECT into a <see cref="ConnectAttempt"/>, asks the decider, and applies the decision. Attempts with one client identifier run
/// one after another, and an old connection has ended before the new one opens.
/// </summary>
internal sealed class MqttConnectHandler(
    IdentityDecider decider, LiveConnections connections, AttemptRecorder recorder, RotationProof proof, RollingProof rolling,
    SessionTerminator terminator, SessionOpener sessions, LifecycleEvents events, TrafficWatch watch, TimeProvider time) : IConnectHandler
{
    private const int Stripes = 256;

    // A fixed number of locks. Two client identifiers that share one wait for each other, which costs little.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    // Instances of one application are decided one after another, so that two of them do not take its last connection.
    private readonly Lock[] _names = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];

    /// <inheritdoc/>
    public async Task<ConnectAnswer> ConnectAsync(MqttConnection connection, ConnectPacket packet, CancellationToken cancellationToken)
    {
        var attempt = AttemptOf(packet, connection);
        var stripe = _stripes[(uint)packet.ClientId.GetHashCode(StringComparison.Ordinal) % Stripes];
        await stripe.WaitAsync(cancellationToken);
        try
        {
            return await DecideAsync(packet, connection, attempt);
        }
        finally
        {
            stripe.Release();
        }
    }

    private async Task<ConnectAnswer> DecideAsync(ConnectPacket packet, MqttConnection connection, ConnectAttempt attempt)
    {
        var started = Stopwatch.GetTimestamp();
        var live = new LiveConnection(connection.Transport.ConnectionId,
            packet.ClientId, attempt.Certificate?.Id, time.GetUtcNow(), end => terminator.CloseAsync(connection, end))
        {
            RemoteAddress = attempt.RemoteAddress,
            Protocol = attempt.Protocol,
            Tls = attempt.Tls ?? "",
            Presented = attempt.Certificate,
            Fingerprint = attempt.Fingerprint,
            KeepAlive = attempt.KeepAlive,
        };

        // Enter before the decider reads the registry. Every later revocation then finds this connection.
        connection.Live = live;
        connections.Enter(live);
        var decision = Decide(attempt, live);
        if (decision.Allowed && live.ClosingReason is not null)
        {
            decision = Decide(attempt, live);
        }

        var decidedIn = Stopwatch.GetElapsedTime(started);
        recorder.Record(attempt, decision, decidedIn);
        if (!decision.Allowed || live.ClosingReason is not null)
        {
            connections.Leave(live);
            if (!decision.Allowed)
            {
                watch.Refused(attempt, decision);
            }

            return new ConnectAnswer(MqttReasons.Connect(decision.Code), decision.Code);
        }

        if (connections.OfClient(packet.ClientId) is { } old)
        {
            watch.TookOver(live, old);
            await connections.CloseAsync(old, SessionEndReason.TakenOver);
        }

        Admitted(connection);
        var (session, present) = await sessions.OpenAsync(connection, packet, decision.Policy!);
        try
        {
            return await OpenAsync(connection, session, present, decision, decidedIn);
        }
        catch
        {
            await sessions.AbandonAsync(connection, session);
            throw;
        }
    }

    /// <summary>Decides, and counts the connection of an application at once.</summary>
    private Decision Decide(ConnectAttempt attempt, LiveConnection live)
    {
        var name = LiveConnections.NameOf(attempt.ClientId);
        lock (_names[(uint)string.GetHashCode(name, StringComparison.Ordinal) % Stripes])
        {
            var decision = decider.Decide(attempt);
            if (decision is { Allowed: true, ApplicationName: { } application })
            {
                connections.Admit(live, application);
            }

            return decision;
        }
    }

    private async Task<ConnectAnswer> OpenAsync(
        MqttConnection connection, Session session, bool present, Decision decision, TimeSpan decidedIn)
    {
        var live = connection.Live!;
        live.Open(decision.Policy!, decision.Checks.Count(check => check.Outcome == CheckOutcome.Passed), decidedIn);
        connections.Opened(live);
        recorder.Note(decision.PrincipalName!, connected: true, time.GetUtcNow(), decision.CertificateId);

        // A revocation between the decision and Open does not close this connection, because it was not open yet. Refuse it here.
        if (live.ClosingReason is { } end)
        {
            connections.Leave(live);
            await sessions.AbandonAsync(connection, session);
            return new ConnectAnswer(MqttReasons.Connect(RefusalCodes.StatusNotActive), MqttReasons.Text(end));
        }

        await proof.NoteConnectedAsync(decision.PrincipalName!, decision.CertificateId!.Value);
        var exchange = await rolling.ExchangeAsync(decision, connection.Connect!.Proof, live);
        live.HandedProof = exchange?.Value;
        sessions.Accept(connection, session, present, exchange?.Value);
        live.AcceptedAt = time.GetUtcNow();
        events.Connected(live);
        watch.Connected(live);
        if (exchange is not null)
        {
            watch.ProofShown(live, exchange.Judgement.Verdict, exchange.Judgement.Other);
        }

        return new ConnectAnswer(ReasonCode.Success, null, session);
    }

    /// <summary>Marks the connection as let in: it is no longer closed to make room for another one.</summary>
    private static void Admitted(MqttConnection connection) =>
        (connection.Transport.GetHttpContext()?.Features ?? connection.Transport.Features).Get<ConnectionSlot>()?.LetIn();

    private static ConnectAttempt AttemptOf(ConnectPacket packet, MqttConnection connection)
    {
        var http = connection.Transport.GetHttpContext();
        var features = http?.Features ?? connection.Transport.Features;
        var tls = features.Get<ITlsHandshakeFeature>();
        var version = packet.Level switch
        {
            ProtocolLevel.Mqtt5 => "MQTT 5",
            ProtocolLevel.Mqtt311 => "MQTT 3.1.1",
            _ => "MQTT 3.1",
        };
        return new ConnectAttempt
        {
            ClientId = packet.ClientId,
            RemoteAddress = MqttEndpoint.AddressOf(connection.Transport),
            Protocol = http is null ? version : version + " over WebSocket",
            Tls = tls is null ? null : $"{NameOf(tls.Protocol)}, {tls.NegotiatedCipherSuite?.ToString() ?? "unknown cipher suite"}",
            Certificate = features.Get<TlsClientCertificate>()?.Certificate,
            Fingerprint = features.Get<TlsFingerprint>(),
            KeepAlive = packet.KeepAlive,
            WillTopic = packet.Will?.Topic,
        };
    }

    private static string NameOf(System.Security.Authentication.SslProtocols protocol) => protocol switch
    {
        System.Security.Authentication.SslProtocols.Tls12 => "TLS 1.2",
        System.Security.Authentication.SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
