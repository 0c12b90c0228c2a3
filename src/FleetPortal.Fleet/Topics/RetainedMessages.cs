using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Topics;

/// <summary>A stored retained message (MQTT 5 §3.3.1.3).</summary>
/// <param name="ThingName">The Thing that published it. The message is deleted when the Thing is retired.</param>
/// <param name="QualityOfService">0, 1 or 2.</param>
/// <param name="Properties">The other properties of the PUBLISH in the format of the broker; null for none.</param>
/// <param name="ExpiresAt">The time from which it is not sent to subscribers any more (MQTT 5 §3.3.2.3.3); null for no expiry.</param>
public sealed record RetainedMessage(
    string Topic, string ThingName, byte[] Payload, int QualityOfService, string? Properties, DateTimeOffset? ExpiresAt);

/// <summary>Stores retained messages on the disk, so that a message that was acknowledged to a device survives a crash.</summary>
public sealed class RetainedMessages(Registry registry)
{
    /// <summary>Stores a message and replaces the one before it on the same topic. Completes when the message is on the disk.</summary>
    public Task KeepAsync(RetainedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return registry.WriteAsync(
            scope =>
            {
                scope.Db.Set<RetainedMessageRecord>().Where(x => x.Topic == message.Topic).ExecuteDelete();
                scope.Db.Set<RetainedMessageRecord>().Add(new RetainedMessageRecord
                {
                    Topic = message.Topic,
                    ThingName = message.ThingName,
                    Payload = message.Payload,
                    QualityOfService = message.QualityOfService,
                    Properties = message.Properties,
                    StoredAt = scope.Now,
                    ExpiresAt = message.ExpiresAt,
                });
            },
            cancellationToken);
    }

    /// <summary>Deletes the message of a topic, because a device published an empty payload.</summary>
    public Task ClearAsync(string topic, CancellationToken cancellationToken) =>
        registry.WriteAsync(scope => { scope.Db.Set<RetainedMessageRecord>().Where(x => x.Topic == topic).ExecuteDelete(); },
            cancellationToken);

    /// <summary>Returns all messages that have not expired.</summary>
    public async Task<IReadOnlyList<RetainedMessage>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        return await db.Set<RetainedMessageRecord>().Where(x => x.ExpiresAt == null || x.ExpiresAt > now)
            .Select(x => new RetainedMessage(x.Topic, x.ThingName, x.Payload, x.QualityOfService, x.Properties, x.ExpiresAt))
            .ToListAsync(cancellationToken);
    }
}
