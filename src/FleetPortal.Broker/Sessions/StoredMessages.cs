using System.Text;
using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.MqttSessions;

namespace FleetPortal.Broker.Sessions;

/// <summary>Turns stored messages and deliveries back into those that the broker holds.</summary>
internal static class StoredMessages
{
    /// <summary>Creates a message from its stored form.</summary>
    public static Message Restore(MessageSaved saved) => new Message
    {
        Topic = saved.Topic,
        TopicOctets = Encoding.UTF8.GetBytes(saved.Topic),
        Payload = saved.Payload,
        Properties = saved.Properties,
        QualityOfService = (QualityOfService)saved.QualityOfService,
        Publisher = saved.Publisher,
        ExpiresAt = saved.ExpiresAt,
        StoreKey = saved.Key,
    }.WithOrigin(saved.Origin);

    /// <summary>The deliveries of a stored session. PUBLISH may have been sent, so they carry DUP (MQTT-3.3.1-1).</summary>
    public static IEnumerable<Delivery> Deliveries(StoredSession session, Dictionary<long, Message> messages)
    {
        foreach (var (saved, released) in session.Deliveries)
        {
            if (!messages.TryGetValue(saved.MessageKey, out var message))
            {
                continue;
            }

            message.StoredDeliveries++;
            yield return new Delivery(
                message, (QualityOfService)saved.QualityOfService, saved.Retain, saved.Identifiers, saved.ShareGroup)
            {
                PacketId = (ushort)saved.PacketId,
                Sequence = saved.Sequence,
                State = released ? DeliveryState.Released : DeliveryState.Queued,
                IsDuplicate = true,
                IsStored = true,
                QueuedAt = saved.QueuedAt,
            };
        }
    }
}
