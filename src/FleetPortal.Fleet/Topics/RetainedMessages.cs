using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Topics;

/// <summary>A retained message as it is kept (MQTT 5 §3.3.1.3).</summary>
/// <param name="ThingName">Who published it: retiring the Thing clears it.</param>
/// <param name="QualityOfService">0, 1 or 2.</param>
/// <param name="Properties">What else came with it, in the broker's own spelling; null for nothing.</param>
/// <param name="ExpiresAt">When it is no longer to be handed out (MQTT 5 §3.3.2.3.3).</param>
public sealed record RetainedMessage(string Topic, string ThingName, byte[] Payload, int QualityOfService, string? Properties, DateTimeOffset? ExpiresAt);

/// <summary>Keeps retained messages on the disk: what was acknowledged to a device is there after a crash.</summary>
public sealed class RetainedMessages(Registry registry)
{
    /// <summary>Keeps a message in place of the one before; answers when it is on the disk.</summary>
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

    /// <summary>An empty payload clears a topic.</summary>
    public Task ClearAsync(string topic, CancellationToken cancellationToken) =>
        registry.WriteAsync(scope => { scope.Db.Set<RetainedMessageRecord>().Where(x => x.Topic == topic).ExecuteDelete(); }, cancellationToken);

    /// <summary>Everything that has not expired.</summary>
    public async Task<IReadOnlyList<RetainedMessage>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        return await db.Set<RetainedMessageRecord>().Where(x => x.ExpiresAt == null || x.ExpiresAt > now)
            .Select(x => new RetainedMessage(x.Topic, x.ThingName, x.Payload, x.QualityOfService, x.Properties, x.ExpiresAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>A Thing that is retired has nothing to say any more.</summary>
    internal static void ForgetThing(WriteScope scope, string thingName) => scope.Db.Set<RetainedMessageRecord>().Where(x => x.ThingName == thingName).ExecuteDelete();
}
