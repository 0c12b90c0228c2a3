using System.Collections.Concurrent;
using System.Text;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// Publishes the will of a connection that ended without a farewell, at once or after its delay, but not if the session is resumed before
/// (MQTT-3.1.3-9). A connection that the portal closed publishes none. Bounded by the sessions that outlive their connection. Thread-safe.
/// </summary>
internal sealed partial class Wills
{
    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly PublishHandler _publishes;
    private readonly Dispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Creates the list and follows the end of sessions and of rights.</summary>
    public Wills(
        PublishHandler publishes, Dispatcher dispatcher, SessionTable sessions, LiveConnections connections, TimeProvider time,
        ILogger<Wills> logger)
    {
        (_publishes, _dispatcher, _time, _logger) = (publishes, dispatcher, time, logger);
        sessions.Ended = session => _ = PublishPendingAsync(session.ClientId);
        connections.Closing += Withdraw;
    }

    /// <summary>The origin of a will. Tests of the protocol replace it.</summary>
    public Func<LiveConnection, DateTimeOffset, MessageOrigin?> OriginOf { get; init; } = MessageOrigin.Of;

    /// <summary>Publishes the will of a connection that has ended, or notes it for later.</summary>
    public async Task EndAsync(MqttConnection connection, Session session)
    {
        if (connection.Connect?.Will is not { } will || (connection.HasLeft && !connection.LeftWithWill))
        {
            return;
        }

        var live = connection.Live!;
        var delay = Math.Min(will.Properties.WillDelayInterval, session.Expiry);
        var pending = new Pending(will, live, _time.GetUtcNow().AddSeconds(delay));
        if (delay == 0)
        {
            await PublishAsync(pending);
        }
        else if (live.ClosingReason is null or SessionEndReason.TakenOver)
        {
            _pending[live.ClientId] = pending;
        }
    }

    /// <summary>The session is resumed: its will is not published.</summary>
    public void Cancel(string clientId) => _pending.TryRemove(clientId, out _);

    /// <summary>Publishes the wills whose delay is over.</summary>
    public async Task SweepAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var (clientId, pending) in _pending)
        {
            if (pending.Due <= now)
            {
                await PublishPendingAsync(clientId);
            }
        }
    }

    private async Task PublishPendingAsync(string clientId)
    {
        if (_pending.TryRemove(clientId, out var pending))
        {
            await PublishAsync(pending);
        }
    }

    private async Task PublishAsync(Pending pending)
    {
        var (will, live) = (pending.Will, pending.Connection);
        var now = _time.GetUtcNow();
        var publish = new PublishContext();
        publish.Begin(
            new Message
            {
                Topic = will.Topic,
                TopicOctets = Encoding.UTF8.GetBytes(will.Topic),
                Payload = will.Payload,
                QualityOfService = will.QualityOfService,
                Retain = will.Retain,
                Properties = will.Properties.Forwarded,
                ResponseTopic = will.Properties.ResponseTopic,
                ExpiresAt = will.Properties.MessageExpiryInterval is { } seconds ? now.AddSeconds(seconds) : null,
                Publisher = live.ClientId,
                Origin = OriginOf(live, now),
            },
            live, isWill: true);
        try
        {
            await _publishes.PublishAsync(publish);
            if (publish.Changes.Count > 0)
            {
                await _dispatcher.StoreAsync(publish.Changes, publish.Waiting);
            }
        }
        catch (Exception e)
        {
            LogNotPublished(e, live.ClientId, will.Topic);
        }
    }

    /// <summary>Rights were withdrawn: wills of these connections are not published.</summary>
    private void Withdraw(Func<LiveConnection, bool> which, SessionEndReason reason)
    {
        if (reason is not SessionEndReason.TakenOver)
        {
            foreach (var (clientId, pending) in _pending)
            {
                if (which(pending.Connection))
                {
                    _pending.TryRemove(KeyValuePair.Create(clientId, pending));
                }
            }
        }
    }

    [LoggerMessage(4504, LogLevel.Error, "The will of client {Client} on topic {Topic} could not be published.")]
    private partial void LogNotPublished(Exception exception, string client, string topic);

    private sealed record Pending(WillPacket Will, LiveConnection Connection, DateTimeOffset Due);
}
