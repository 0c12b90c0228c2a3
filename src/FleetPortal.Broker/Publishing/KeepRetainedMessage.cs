using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Stores a retained message before it is acknowledged. Only its sender waits. Refuses a payload that is too large, a topic beyond the
/// Thing's quota, and a message that the disk does not take.
/// </summary>
internal sealed partial class KeepRetainedMessage(
    RetainedQuota quota, RetainedStore store, TopicActivity activity, BrokerLimits limits, ILogger<KeepRetainedMessage> logger)
    : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        var message = publish.Message;
        if (!message.Retain)
        {
            return new ValueTask<PublishFlow>(PublishFlow.Continue);
        }

        var owner = publish.Policy.PrincipalName;
        if (message.Payload.Length > limits.MaxRetainedPayload || !quota.TryReserve(owner, message.Topic, message.Payload.Length == 0))
        {
            activity.Refused(owner, message.Topic);
            return publish.Refuse(ReasonCode.QuotaExceeded, ReasonStrings.RetainedQuota);
        }

        return KeepAsync(publish, message, owner);
    }

    private async ValueTask<PublishFlow> KeepAsync(PublishContext publish, Message message, string owner)
    {
        try
        {
            await store.KeepAsync(owner, message, CancellationToken.None);
            return PublishFlow.Continue;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotStored(exception, owner, message.Topic);
            activity.Refused(owner, message.Topic);
            return await publish.Refuse(ReasonCode.UnspecifiedError, ReasonStrings.RetainedNotKept);
        }
    }

    [LoggerMessage(
        4202, LogLevel.Error,
        "The retained message of Thing {Thing} on topic {Topic} could not be stored. Its sender received an error.")]
    private partial void LogNotStored(Exception exception, string thing, string topic);
}
