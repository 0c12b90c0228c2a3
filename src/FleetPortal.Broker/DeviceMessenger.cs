using System.Buffers;
using FleetPortal.Fleet.Rotations;
using MQTTnet;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>
/// Publishes messages of the portal, at least once, directly into the sessions that subscribe. MQTTnet's dispatch would look at every
/// session.
/// </summary>
internal sealed class DeviceMessenger(PersistentSessions sessions, Subscriptions subscriptions) : IDeviceMessenger
{
    public async Task SendAsync(string topic, byte[] json, CancellationToken cancellationToken)
    {
        foreach (var listener in subscriptions.Matching(topic))
        {
            var message = new MqttApplicationMessage
            {
                Topic = topic,
                Payload = new ReadOnlySequence<byte>(json),
                QualityOfServiceLevel =
                    (MqttQualityOfServiceLevel)Math.Min((int)MqttQualityOfServiceLevel.AtLeastOnce, (int)listener.QualityOfService),
                SubscriptionIdentifiers = listener.Identifiers.Count == 0 ? null : listener.Identifiers,
            };
            (await sessions.FindAsync(listener.ClientId))?.TryEnqueueApplicationMessage(message, out _);
        }
    }
}
