using System.Collections.Concurrent;
using System.Net;
using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>Serves MQTT on Kestrel's connections (TCP and WebSocket): CONNECT, the session, and what follows its end.</summary>
internal sealed partial class MqttEndpoint(
    LiveConnections connections, IConnectionLog log, IConnectHandler connects, ConnectReader reader,
    BrokerEngine engine, IHostApplicationLifetime lifetime, ILogger<MqttEndpoint> logger) : ConnectionHandler
{
    private readonly ConcurrentDictionary<MqttConnection, byte> _accepted = new();

    /// <summary>The connections whose CONNECT was accepted.</summary>
    public IEnumerable<MqttConnection> Accepted => _accepted.Keys;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<ITransferFormatFeature>() is { } format)
        {
            format.ActiveFormat = TransferFormat.Binary;
        }

        using var mqtt = new MqttConnection(connection, engine);

        // Kestrel waits for its connections when the portal stops. MQTT connections never end by themselves.
        await using var stopping = lifetime.ApplicationStopping.Register(() => _ = StopAsync(mqtt));
        Session? session = null;
        try
        {
            session = await AcceptAsync(mqtt);
            if (session is not null)
            {
                _accepted.TryAdd(mqtt, 0);
                await mqtt.RunAsync(session);
            }
        }
        catch (Exception e)
        {
            LogFailed(e, mqtt.Connect?.ClientId);
            mqtt.CutOff = DisconnectReason.Failed;
            await mqtt.CloseAsync(ReasonCode.UnspecifiedError, null, engine.Limits.CloseGrace);
        }
        finally
        {
            _accepted.TryRemove(mqtt, out _);
            await EndAsync(mqtt, session);
        }
    }

    /// <summary>The remote address and port of a connection, TCP or WebSocket.</summary>
    public static string AddressOf(ConnectionContext connection) =>
        connection.GetHttpContext()?.Connection is { RemoteIpAddress: { } ip } http
            ? new IPEndPoint(ip, http.RemotePort).ToString() : connection.RemoteEndPoint?.ToString() ?? "";

    /// <summary>Reads CONNECT and answers it. Returns null if the client is refused.</summary>
    private async Task<Session?> AcceptAsync(MqttConnection mqtt)
    {
        ConnectAnswer answer;
        try
        {
            var packet = await reader.ReadAsync(mqtt);
            mqtt.Connect = packet;
            answer = await connects.ConnectAsync(mqtt, packet, CancellationToken.None);
        }
        catch (ProtocolViolation violation)
        {
            mqtt.Violation = violation;
            await reader.RefuseAsync(mqtt, violation);
            return null;
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or ConnectionResetException or ObjectDisposedException)
        {
            return null;
        }

        if (answer.Session is null)
        {
            mqtt.Answer(new ConnAckPacket(answer.Reason, false, answer.ReasonString));
            await reader.FarewellAsync(mqtt);
        }

        return answer.Session;
    }

    /// <summary>Publishes the will, ends or keeps the session, and releases the connection.</summary>
    private async Task EndAsync(MqttConnection mqtt, Session? session)
    {
        if (mqtt.Violation is { } violation)
        {
            log.Violated(mqtt, violation);
        }

        if (mqtt.Live is not { } live)
        {
            return;
        }

        try
        {
            if (session is not null)
            {
                await EndSessionAsync(mqtt, session);
            }
        }
        finally
        {
            connections.Leave(live);
            if (live.IsOpen)
            {
                log.Ended(mqtt, live);
            }
        }

        if (live is { IsOpen: true, ClosingReason: SessionEndReason.TakenOver })
        {
            await log.TakenOverAsync(mqtt, live);
        }
    }

    private async Task EndSessionAsync(MqttConnection mqtt, Session session)
    {
        // Without the abort, TLS would block a thread: what is not sent by now is never read.
        if (mqtt.Output.Stalled > TimeSpan.Zero)
        {
            mqtt.Transport.Abort();
        }

        session.Detach(mqtt);
        await engine.Wills.EndAsync(mqtt, session);
        await engine.Sessions.CloseAsync(session, mqtt, mqtt.MayKeepSession);
    }

    private async Task StopAsync(MqttConnection mqtt)
    {
        if (mqtt.Live is { IsOpen: true } live)
        {
            await connections.CloseAsync(live, SessionEndReason.ShuttingDown);
        }
        else
        {
            mqtt.Abort("The portal is stopping.");
        }
    }

    [LoggerMessage(4503, LogLevel.Error, "The MQTT connection of client {Client} failed and is closed.")]
    private partial void LogFailed(Exception exception, string? client);
}
