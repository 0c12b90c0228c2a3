using System.Buffers;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>
/// Judges every publish and subscription by the policy of the live connection, never by anything kept in the MQTT
/// session. A message that nobody listens to is not handed to MQTTnet, whose dispatch looks at every session.
/// </summary>
internal sealed class MessageGate(Lazy<MqttServer> server, LiveConnections connections, TopicActivity activity, SequenceTracker sequences, Subscriptions subscriptions, RetainedQuota quota, RetainedStore retained, RotationRequests rotations, RotationCommand notice, BrokerLimits limits, TopicLimits topics, TimeProvider time, ILogger<MessageGate> logger)
{
    public async Task PublishAsync(InterceptingPublishEventArgs e)
    {
        var message = e.ApplicationMessage;
        if (connections.OfClient(e.ClientId) is not { Policy: { } policy, ClosingReason: null } live)
        {
            // The last will of a session that the portal has ended: whoever was thrown out has no last word.
            Refuse(e, "rights-withdrawn");
            return;
        }

        if ((topics.Excess(message.Topic) ?? topics.Excess(message.ResponseTopic)) is { } excess)
        {
            // Not noted among the Thing's topics: that would keep it in memory.
            Refuse(e, "topic-too-long: " + excess);
            e.Response.ReasonCode = MqttPubAckReasonCode.TopicNameInvalid;
            return;
        }

        var verdict = policy.MayPublish(message.Topic);
        if (!verdict.Allowed)
        {
            activity.Refused(policy.ThingName, message.Topic);
            Refuse(e, "topic-refused: " + verdict.Rule);
            return;
        }

        if (message.Topic == policy.RotationRequest)
        {
            // Between the device and the portal: nobody else hears it.
            e.ProcessPublish = false;
            live.Incoming.Add(time.GetUtcNow());
            await rotations.AnswerAsync(live, message.Payload, e.CancellationToken);
            return;
        }

        if (message.Retain && !await KeepAsync(e, policy.ThingName))
        {
            activity.Refused(policy.ThingName, message.Topic);
            return;
        }

        live.Incoming.Add(time.GetUtcNow());
        var payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan : message.Payload.ToArray();
        activity.Published(policy.ThingName, message.Topic, payload, message.Retain);
        sequences.Note(policy.ThingName, payload);
        e.ProcessPublish = subscriptions.AnyMatch(message.Topic);
        if (message.Retain && !e.ProcessPublish)
        {
            await server.Value.UpdateRetainedMessageAsync(message);
            e.Response.ReasonCode = MqttPubAckReasonCode.NoMatchingSubscribers;
        }
    }

    public Task SubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        if (connections.OfClient(e.ClientId) is not { Policy: { } policy, ClosingReason: null } live)
        {
            Refuse(e, MqttSubscribeReasonCode.NotAuthorized, "rights-withdrawn");
            return Task.CompletedTask;
        }

        if (topics.Excess(e.TopicFilter.Topic) is { } excess)
        {
            Refuse(e, MqttSubscribeReasonCode.TopicFilterInvalid, "topic-too-long: " + excess);
            return Task.CompletedTask;
        }

        var verdict = policy.MaySubscribe(e.TopicFilter.Topic);
        if (!verdict.Allowed)
        {
            activity.Refused(policy.ThingName, e.TopicFilter.Topic);
            Refuse(e, MqttSubscribeReasonCode.NotAuthorized, "topic-refused: " + verdict.Rule);
        }
        else if (!subscriptions.TryReserve(e.ClientId, e.TopicFilter, live.SubscribingAs, limits.SubscriptionsPerSession))
        {
            Refuse(e, MqttSubscribeReasonCode.QuotaExceeded, "subscription-quota");
        }
        else if (!quota.AnyMatch(policy.ThingName, e.TopicFilter.Topic))
        {
            // What a Thing may hear is below its own prefix, and so is what it keeps there. MQTTnet would look through every Thing's.
            e.TopicFilter.RetainHandling = MqttRetainHandling.DoNotSendOnSubscribe;
        }

        return Task.CompletedTask;
    }

    public async Task SubscribedAsync(string clientId, MqttTopicFilter topicFilter)
    {
        subscriptions.Confirm(clientId, topicFilter);

        // Now it hears commands: whatever waits for it is said.
        if (topicFilter.Topic.Contains("/commands/", StringComparison.Ordinal))
        {
            await notice.TellAsync(clientId, CancellationToken.None);
        }
    }

    /// <summary>Keeps a retained message on the disk before it is acknowledged. Only its sender waits.</summary>
    private async Task<bool> KeepAsync(InterceptingPublishEventArgs e, string thingName)
    {
        var message = e.ApplicationMessage;
        if (message.Payload.Length > limits.MaxRetainedPayload || !quota.TryReserve(thingName, message.Topic, message.Payload.IsEmpty))
        {
            Refuse(e, "retained-quota");
            e.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
            return false;
        }

        try
        {
            await retained.KeepAsync(thingName, message, e.CancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "A retained message of {Thing} was not kept", thingName);
            Refuse(e, "retained-not-kept");
            e.Response.ReasonCode = MqttPubAckReasonCode.UnspecifiedError;
            return false;
        }
    }

    private static void Refuse(InterceptingPublishEventArgs e, string reason)
    {
        e.ProcessPublish = false;
        e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        e.Response.ReasonString = reason;
    }

    private static void Refuse(InterceptingSubscriptionEventArgs e, MqttSubscribeReasonCode code, string reason)
    {
        e.ProcessSubscription = false;
        e.Response.ReasonCode = code;
        e.ReasonString = reason;
    }
}
