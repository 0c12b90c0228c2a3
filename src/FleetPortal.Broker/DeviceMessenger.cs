using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Broker;

/// <summary>Publishes messages of the portal, at least once, to the sessions that subscribe.</summary>
internal sealed class DeviceMessenger(Dispatcher dispatcher) : IDeviceMessenger
{
    /// <inheritdoc/>
    public async Task<MessageOutcome> SendAsync(string topic, byte[] json, CancellationToken cancellationToken) =>
        await dispatcher.DeliverAsync(Message.OfPortal(topic, json, QualityOfService.AtLeastOnce)) switch
        {
            Dispatched.Delivered => MessageOutcome.Delivered,
            Dispatched.Queued => MessageOutcome.Queued,
            Dispatched.Full => MessageOutcome.QueueFull,
            _ => MessageOutcome.NobodyListens,
        };
}
