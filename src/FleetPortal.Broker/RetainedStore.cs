using System.Buffers;
using System.Text;
using System.Text.Json;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>Translates between MQTTnet's retained messages, which are in memory, and those in the database.</summary>
internal sealed partial class RetainedStore(
    RetainedMessages messages, RetainedQuota quota, TopicLimits limits, TimeProvider time, ILogger<RetainedStore> logger)
{
    /// <summary>Stores a message, or clears its topic. Completes after the commit, so that an acknowledgement is a promise.</summary>
    public Task KeepAsync(string thingName, MqttApplicationMessage message, CancellationToken cancellationToken) =>
        message.Payload.IsEmpty
            ? messages.ClearAsync(message.Topic, cancellationToken)
            : messages.KeepAsync(
                new RetainedMessage(
                    message.Topic, thingName, message.Payload.ToArray(), (int)message.QualityOfServiceLevel, PropertiesOf(message),
                    message.MessageExpiryInterval == 0 ? null : time.GetUtcNow().AddSeconds(message.MessageExpiryInterval)),
                cancellationToken);

    /// <summary>Loads the stored messages whose topics are within the limits.</summary>
    public async Task<List<MqttApplicationMessage>> LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await messages.LoadAsync(cancellationToken);
        var kept = stored.Where(message => limits.Excess(message.Topic) is null).ToList();
        if (kept.Count < stored.Count)
        {
            LogNotLoaded(stored.Count - kept.Count, limits.Levels, limits.Octets);
        }

        foreach (var message in kept)
        {
            quota.TryReserve(message.ThingName, message.Topic, clears: false);
        }

        return [.. kept.Select(Restore)];
    }

    private static string? PropertiesOf(MqttApplicationMessage message)
    {
        var properties = new Properties(
            message.ContentType, message.ResponseTopic, message.CorrelationData, (int)message.PayloadFormatIndicator,
            message.UserProperties?.Select(property => new[] { property.Name, property.ReadValueAsString() }).ToArray());
        return properties is { ContentType: null, ResponseTopic: null, CorrelationData: null, PayloadFormat: 0, User: null }
            ? null : JsonSerializer.Serialize(properties);
    }

    private MqttApplicationMessage Restore(RetainedMessage kept)
    {
        var properties = kept.Properties is null ? null : JsonSerializer.Deserialize<Properties>(kept.Properties);
        return new MqttApplicationMessage
        {
            Topic = kept.Topic,
            Payload = new ReadOnlySequence<byte>(kept.Payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)kept.QualityOfService,
            Retain = true,
            MessageExpiryInterval = kept.ExpiresAt is { } end ? (uint)Math.Max(1, (end - time.GetUtcNow()).TotalSeconds) : 0,
            ContentType = properties?.ContentType,
            ResponseTopic = properties?.ResponseTopic,
            CorrelationData = properties?.CorrelationData,
            PayloadFormatIndicator = (MqttPayloadFormatIndicator)(properties?.PayloadFormat ?? 0),
            UserProperties = properties?.User
                ?.Select(property => new MqttUserProperty(property[0], Encoding.UTF8.GetBytes(property[1]))).ToList(),
        };
    }

    [LoggerMessage(
        4201, LogLevel.Warning,
        "{Count} retained messages were not loaded, because their topics have more than {Levels} levels or {Octets} octets. "
            + "They stay in the database.")]
    private partial void LogNotLoaded(int count, int levels, int octets);

    private sealed record Properties(
        string? ContentType, string? ResponseTopic, byte[]? CorrelationData, int PayloadFormat, string[][]? User);
}
