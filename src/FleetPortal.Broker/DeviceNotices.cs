using System.Buffers;
using FleetPortal.Fleet.Rotation;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Publishes as the portal itself, at least once.</summary>
internal sealed class DeviceNotices(Lazy<MqttServer> server) : IDeviceNotices
{
    public Task SayAsync(string topic, byte[] json, CancellationToken cancellationToken)
    {
        var message = new MqttApplicationMessage { Topic = topic, Payload = new ReadOnlySequence<byte>(json), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        return server.Value.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = MessageGate.PortalSender }, cancellationToken);
    }
}
