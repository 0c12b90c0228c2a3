using System.Buffers;
using System.Collections.Concurrent;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Rotation;
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
internal sealed class MessageGate(LiveConnections connections, TopicActivity activity, SequenceWatch sequences, TopicFilterTrie subscriptions, RetainedQuota quota, RetainedStore retained, RotationRequests rotations, RotationNotice notice, BrokerLimits limits, TimeProvider time, ILogger<MessageGate> logger)
{
    /// <summary>The sender of what the portal itself publishes. No device can have it: it is no ThingName.</summary>
    public const string PortalSender = "$portal";

    // Bounded by the sessions and SubscriptionsPerSession; a session's entry goes when it is deleted or starts clean.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _filters = new(StringComparer.Ordinal);

    public async Task PublishAsync(InterceptingPublishEventArgs e)
    {
        if (e.ClientId == PortalSender)
        {
            return;
        }

        var message = e.ApplicationMessage;
        if (connections.OfClient(e.ClientId) is not { Policy: { } policy, Condemned: null } live)
        {
            // The last will of a session that the portal has ended: whoever was thrown out has no last word.
            Refuse(e, "rights-withdrawn");
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
        e.ProcessPublish = message.Retain || (TopicName.TryParse(message.Topic, out var topic) && subscriptions.AnyMatch(topic));
    }

    public Task SubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        if (connections.OfClient(e.ClientId) is not { Policy: { } policy, Condemned: null })
        {
            Refuse(e, MqttSubscribeReasonCode.NotAuthorized, "rights-withdrawn");
            return Task.CompletedTask;
        }

        var verdict = policy.MaySubscribe(e.TopicFilter.Topic);
        if (!verdict.Allowed)
        {
            activity.Refused(policy.ThingName, e.TopicFilter.Topic);
            Refuse(e, MqttSubscribeReasonCode.NotAuthorized, "topic-refused: " + verdict.Rule);
        }
        else
        {
            // Reserved here and not when it is confirmed: one SUBSCRIBE may hold thousands.
            var filters = _filters.GetOrAdd(e.ClientId, _ => new ConcurrentDictionary<string, byte>(StringComparer.Ordinal));
            if (filters.Count >= limits.SubscriptionsPerSession && !filters.ContainsKey(e.TopicFilter.Topic))
            {
                Refuse(e, MqttSubscribeReasonCode.QuotaExceeded, "subscription-quota");
            }
            else
            {
                filters[e.TopicFilter.Topic] = 0;
            }
        }

        return Task.CompletedTask;
    }

    public async Task SubscribedAsync(string clientId, MqttTopicFilter topicFilter)
    {
        if (TopicFilter.TryParse(topicFilter.Topic, out var filter))
        {
            _filters.GetOrAdd(clientId, _ => new ConcurrentDictionary<string, byte>(StringComparer.Ordinal))[filter!.Text] = 0;
            subscriptions.Add(filter, clientId);
        }

        // Now it hears commands: whatever waits for it is said.
        if (topicFilter.Topic.Contains("/commands/", StringComparison.Ordinal))
        {
            await notice.TellAsync(clientId, CancellationToken.None);
        }
    }

    public Task UnsubscribedAsync(string clientId, string topicFilter)
    {
        if (TopicFilter.TryParse(topicFilter, out var filter))
        {
            subscriptions.Remove(filter!, clientId);
            if (_filters.TryGetValue(clientId, out var filters))
            {
                filters.TryRemove(topicFilter, out _);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The subscriptions of a session that was deleted, or that starts anew.</summary>
    public Task ForgetAsync(string clientId)
    {
        if (_filters.TryRemove(clientId, out var filters))
        {
            foreach (var text in filters.Keys)
            {
                if (TopicFilter.TryParse(text, out var filter))
                {
                    subscriptions.Remove(filter!, clientId);
                }
            }
        }

        return Task.CompletedTask;
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
