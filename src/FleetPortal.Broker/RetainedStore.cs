using System.Text;
using System.Text.Json;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker;

/// <summary>The retained messages: in memory for subscribers, and in the database before they are acknowledged.</summary>
internal sealed partial class RetainedStore(
    RetainedMessages messages, RetainedTree tree, RetainedQuota quota, TopicLimits limits,
    ILogger<RetainedStore> logger)
{
    /// <summary>Stores a message, or clears its topic. Completes after the commit, so that an acknowledgement is a promise.</summary>
    public async Task KeepAsync(string owner, Message message, CancellationToken cancellationToken)
    {
        if (message.Payload.Length == 0)
        {
            await messages.ClearAsync(message.Topic, cancellationToken);
            tree.Remove(message.Topic);
            return;
        }

        await messages.KeepAsync(
            new RetainedMessage(message.Topic, owner, message.Payload, (int)message.QualityOfService, PropertiesOf(message),
                message.ExpiresAt), cancellationToken);
        tree.Set(message);
    }

    /// <summary>Loads the stored messages whose topics are within the limits.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
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
            tree.Set(Restore(message));
        }
    }

    /// <summary>Forgets the retained messages of a Thing in memory.</summary>
    public void Forget(string thingName)
    {
        foreach (var topic in quota.Forget(thingName))
        {
            tree.Remove(topic);
        }
    }

    private static string? PropertiesOf(Message message) => message.Properties.Length == 0 && message.OriginOctets.Length == 0 ? null
        : JsonSerializer.Serialize(new Properties { Forwarded = message.Properties, Origin = message.OriginOctets });

    private static Message Restore(RetainedMessage kept)
    {
        var properties = kept.Properties is null ? new Properties() : JsonSerializer.Deserialize<Properties>(kept.Properties)!;
        return new Message
        {
            Topic = kept.Topic,
            TopicOctets = Encoding.UTF8.GetBytes(kept.Topic),
            Payload = kept.Payload,
            QualityOfService = (QualityOfService)Math.Min(kept.QualityOfService, (int)QualityOfService.ExactlyOnce),
            Retain = true,
            ExpiresAt = kept.ExpiresAt,
            Properties = properties.Forwarded ?? properties.Encode(),
        }.WithOrigin(properties.Origin ?? []);
    }

    [LoggerMessage(
        4201, LogLevel.Warning,
        "{Count} retained messages were not loaded, because their topics have more than {Levels} levels or {Octets} octets. "
            + "They stay in the database.")]
    private partial void LogNotLoaded(int count, int levels, int octets);

    /// <summary>The properties of a stored message. Older versions stored each property by itself.</summary>
    private sealed record Properties
    {
        public byte[]? Forwarded { get; init; }

        public byte[]? Origin { get; init; }

        public string? ContentType { get; init; }

        public string? ResponseTopic { get; init; }

        public byte[]? CorrelationData { get; init; }

        public int PayloadFormat { get; init; }

        public string[][]? User { get; init; }

        /// <summary>The properties of an older version, as octets of a packet.</summary>
        public byte[] Encode()
        {
            var buffer = new PacketBuffer();
            if (PayloadFormat != 0)
            {
                buffer.WriteByte((byte)PropertyId.PayloadFormatIndicator);
                buffer.WriteByte(1);
            }

            Write(buffer, PropertyId.ContentType, ContentType);
            Write(buffer, PropertyId.ResponseTopic, ResponseTopic);
            if (CorrelationData is not null)
            {
                buffer.WriteByte((byte)PropertyId.CorrelationData);
                buffer.WriteBinary(CorrelationData);
            }

            foreach (var property in User ?? [])
            {
                Write(buffer, PropertyId.UserProperty, property[0]);
                buffer.WriteString(property[1]);
            }

            var octets = buffer.Octets.ToArray();
            buffer.Release();
            return octets;
        }

        private static void Write(PacketBuffer buffer, PropertyId id, string? text)
        {
            if (text is not null)
            {
                buffer.WriteByte((byte)id);
                buffer.WriteString(text);
            }
        }
    }
}
