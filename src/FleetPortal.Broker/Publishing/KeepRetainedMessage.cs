using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Stores a retained message before it is acknowledged. Only its sender waits. Refuses a payload that is too large, a topic beyond the
/// Thing's quota, and a message that the disk does not take.
/// </summary>
internal sealed partial class KeepRetainedMessage(
    RetainedQuota quota, RetainedStore store, TopicActivity activity, BrokerLimits limits, ILogger<KeepRetainedMessage> logger)
    : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(ref PublishContext publish)
    {
        var message = publish.Message;
        if (!message.Retain)
        {
            return new ValueTask<PublishFlow>(PublishFlow.Continue);
        }

        var thingName = publish.Policy.PrincipalName;
        if (message.Payload.Length > limits.MaxRetainedPayload || !quota.TryReserve(thingName, message.Topic, message.Payload.IsEmpty))
        {
            activity.Refused(thingName, message.Topic);
            return publish.Refuse(MqttPubAckReasonCode.QuotaExceeded, ReasonStrings.RetainedQuota);
        }

        return KeepAsync(publish);
    }

    private async ValueTask<PublishFlow> KeepAsync(PublishContext publish)
    {
        var thingName = publish.Policy.PrincipalName;
        try
        {
            await store.KeepAsync(thingName, publish.Message, publish.Packet.CancellationToken);
            return PublishFlow.Continue;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotStored(exception, thingName, publish.Message.Topic);
            activity.Refused(thingName, publish.Message.Topic);
            return await publish.Refuse(MqttPubAckReasonCode.UnspecifiedError, ReasonStrings.RetainedNotKept);
        }
    }

    [LoggerMessage(
        4202, LogLevel.Error,
        "The retained message of Thing {Thing} on topic {Topic} could not be stored. Its sender received an error.")]
    private partial void LogNotStored(Exception exception, string thing, string topic);
}
