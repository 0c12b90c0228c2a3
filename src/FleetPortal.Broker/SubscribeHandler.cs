using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>
/// Allows or refuses every topic filter of a SUBSCRIBE, by the policy of the live connection, never by the MQTT session, which another
/// connection may resume.
/// </summary>
internal sealed class SubscribeHandler(
    LiveConnections connections, TopicActivity activity, Subscriptions subscriptions, RetainedQuota quota, RotationCommand rotations,
    BrokerLimits limits, TopicLimits topics)
{
    /// <summary>Decides on one topic filter. Runs before SUBACK is sent.</summary>
    public Task SubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        var filter = e.TopicFilter.Topic;
        if (connections.OfClient(e.ClientId) is not { Policy: { } policy, ClosingReason: null } connection)
        {
            return Refuse(e, MqttSubscribeReasonCode.NotAuthorized, ReasonStrings.RightsWithdrawn);
        }

        if (topics.Excess(filter) is { } excess)
        {
            return Refuse(e, MqttSubscribeReasonCode.TopicFilterInvalid, ReasonStrings.TopicTooLong + ": " + excess);
        }

        var verdict = policy.MaySubscribe(filter);
        if (!verdict.Allowed)
        {
            activity.Refused(policy.PrincipalName, filter);
            return Refuse(e, MqttSubscribeReasonCode.NotAuthorized, ReasonStrings.TopicRefused + ": " + verdict.Rule);
        }

        if (!subscriptions.TryReserve(e.ClientId, e.TopicFilter, connection.SubscribingAs, limits.SubscriptionsPerSession))
        {
            return Refuse(e, MqttSubscribeReasonCode.QuotaExceeded, ReasonStrings.SubscriptionQuota);
        }

        if (!quota.AnyMatch(policy.PrincipalName, filter))
        {
            // A Thing may only subscribe below its own prefix, so only its own retained messages can match.
            // MQTTnet would compare the filter with the retained messages of all Things.
            e.TopicFilter.RetainHandling = MqttRetainHandling.DoNotSendOnSubscribe;
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Records a subscription that MQTTnet has made. A Thing that can receive commands now gets its pending rotation command.
    /// </summary>
    public async Task SubscribedAsync(string clientId, MqttTopicFilter topicFilter)
    {
        subscriptions.Confirm(clientId, topicFilter);
        if (topicFilter.Topic.Contains("/commands/", StringComparison.Ordinal))
        {
            await rotations.TellAsync(clientId, CancellationToken.None);
        }
    }

    private static Task Refuse(InterceptingSubscriptionEventArgs e, MqttSubscribeReasonCode code, string reason)
    {
        e.ProcessSubscription = false;
        e.Response.ReasonCode = code;
        e.ReasonString = reason;
        return Task.CompletedTask;
    }
}
