using System.Globalization;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.MqttSessions;

/// <summary>
/// The MQTT sessions on the disk, so that subscriptions and queued messages survive a crash. The broker holds the sessions in memory; this
/// is their journal.
/// </summary>
public sealed class SessionStore(Registry registry) : ISessionStore
{
    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<SessionChange> changes, CancellationToken cancellationToken) =>
        registry.WriteAsync(
            scope =>
            {
                foreach (var change in changes)
                {
                    Apply(scope.Statements, change);
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredSessions> LoadAsync(CancellationToken cancellationToken)
    {
        await registry.WriteAsync(
            scope =>
            {
                scope.Statements.Execute("DELETE FROM MqttDeliveries WHERE ClientId NOT IN (SELECT ClientId FROM MqttSessions)");
                scope.Statements.Execute("DELETE FROM MqttMessages WHERE Key NOT IN (SELECT MessageKey FROM MqttDeliveries)");
            },
            cancellationToken);
        await using var db = registry.Read();
        var subscriptions = (await db.Set<SubscriptionRecord>().ToListAsync(cancellationToken)).ToLookup(x => x.ClientId);
        var deliveries = (await db.Set<DeliveryRecord>().OrderBy(x => x.Sequence).ToListAsync(cancellationToken)).ToLookup(x => x.ClientId);
        var received = (await db.Set<ReceivedRecord>().ToListAsync(cancellationToken)).ToLookup(x => x.ClientId);
        var sessions = await db.Set<SessionRecord>().ToListAsync(cancellationToken);
        var messages = await db.Set<QueuedMessageRecord>().ToListAsync(cancellationToken);
        return new StoredSessions(
            [.. sessions.Select(session => new StoredSession(
                new SessionSaved(session.ClientId, session.ExpiresAfter, session.EndedAt),
                [.. subscriptions[session.ClientId].Select(x => new SubscriptionSaved(x.ClientId, x.Filter, x.Options, x.Identifier))],
                [.. deliveries[session.ClientId].Select(x => (Of(x), x.Released))],
                [.. received[session.ClientId].Select(x => x.PacketId)],
                session.Dropped))],
            messages.ToDictionary(x => x.Key, Of));
    }

    private static void Apply(PreparedStatements statements, SessionChange change)
    {
        switch (change)
        {
            case MessageSaved x:
                statements.Execute(
                    "INSERT INTO MqttMessages (Key, Topic, Payload, Properties, Origin, QualityOfService, Publisher, ExpiresAt) "
                    + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    x.Key, x.Topic, x.Payload, x.Properties, x.Origin, x.QualityOfService, x.Publisher, x.ExpiresAt);
                break;
            case MessageDeleted x:
                statements.Execute("DELETE FROM MqttMessages WHERE Key = $1", x.Key);
                break;
            case DeliverySaved x:
                statements.Execute(
                    "INSERT INTO MqttDeliveries (ClientId, Sequence, MessageKey, PacketId, QualityOfService, Retain, Released, "
                    + "Identifiers, ShareGroup, QueuedAt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    x.ClientId, x.Sequence, x.MessageKey, x.PacketId, x.QualityOfService, x.Retain, false,
                    x.Identifiers.Count == 0 ? null : string.Join(',', x.Identifiers), x.ShareGroup, x.QueuedAt);
                break;
            case DeliveryReleased x:
                statements.Execute("UPDATE MqttDeliveries SET Released = $3 WHERE ClientId = $1 AND Sequence = $2",
                    x.ClientId, x.Sequence, true);
                break;
            case DeliveryDeleted x:
                statements.Execute("DELETE FROM MqttDeliveries WHERE ClientId = $1 AND Sequence = $2", x.ClientId, x.Sequence);
                break;
            case ReceivedSaved x:
                statements.Execute("INSERT INTO MqttReceived (ClientId, PacketId) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    x.ClientId, x.PacketId);
                break;
            case ReceivedDeleted x:
                statements.Execute("DELETE FROM MqttReceived WHERE ClientId = $1 AND PacketId = $2", x.ClientId, x.PacketId);
                break;
            case SubscriptionSaved x:
                statements.Execute("INSERT INTO MqttSubscriptions (ClientId, Filter, Options, Identifier) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (ClientId, Filter) DO UPDATE SET Options = excluded.Options, Identifier = excluded.Identifier",
                    x.ClientId, x.Filter, x.Options, x.Identifier);
                break;
            case SubscriptionDeleted x:
                statements.Execute("DELETE FROM MqttSubscriptions WHERE ClientId = $1 AND Filter = $2", x.ClientId, x.Filter);
                break;
            case SessionSaved x:
                statements.Execute("INSERT INTO MqttSessions (ClientId, ExpiresAfter, EndedAt, Dropped) VALUES ($1, $2, $3, 0) "
                    + "ON CONFLICT (ClientId) DO UPDATE SET ExpiresAfter = excluded.ExpiresAfter, EndedAt = excluded.EndedAt",
                    x.ClientId, x.ExpiresAfter, x.EndedAt);
                break;
            case SessionDropped x:
                statements.Execute("UPDATE MqttSessions SET Dropped = $2 WHERE ClientId = $1", x.ClientId, x.Count);
                break;
            case SessionDeleted x:
                statements.Execute("DELETE FROM MqttSessions WHERE ClientId = $1", x.ClientId);
                statements.Execute("DELETE FROM MqttSubscriptions WHERE ClientId = $1", x.ClientId);
                statements.Execute("DELETE FROM MqttDeliveries WHERE ClientId = $1", x.ClientId);
                statements.Execute("DELETE FROM MqttReceived WHERE ClientId = $1", x.ClientId);
                break;
            default:
                throw new InvalidOperationException($"The change {change.GetType().Name} is not known.");
        }
    }

    private static DeliverySaved Of(DeliveryRecord x) => new()
    {
        ClientId = x.ClientId,
        Sequence = x.Sequence,
        MessageKey = x.MessageKey,
        PacketId = x.PacketId,
        QualityOfService = x.QualityOfService,
        Retain = x.Retain,
        Identifiers = x.Identifiers is null
            ? [] : [.. x.Identifiers.Split(',').Select(number => uint.Parse(number, CultureInfo.InvariantCulture))],
        ShareGroup = x.ShareGroup,
        QueuedAt = x.QueuedAt,
    };

    private static MessageSaved Of(QueuedMessageRecord x) => new()
    {
        Key = x.Key,
        Topic = x.Topic,
        Payload = x.Payload,
        Properties = x.Properties,
        Origin = x.Origin,
        QualityOfService = x.QualityOfService,
        Publisher = x.Publisher,
        ExpiresAt = x.ExpiresAt,
    };
}
