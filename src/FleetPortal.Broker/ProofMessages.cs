using System.Text;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker;

/// <summary>
/// The rolling proof of a connection as its own subscriptions receive it on <c>.../config/proof</c>: like a retained message, but made from
/// that connection, so that it is never stored and no other client can receive it. It is sent with QoS 0, which no session stores.
/// </summary>
internal sealed class ProofMessages(LiveConnections connections, Dispatcher dispatcher)
{
    /// <summary>The message for a new subscription; none if the filter does not match, or the connection has no proof.</summary>
    /// <param name="filter">The filter of the subscription.</param>
    /// <param name="clientId">The client that subscribes.</param>
    public IEnumerable<Message> Matching(TopicFilter filter, string clientId) =>
        connections.OfClient(clientId) is { } live && MessageOf(live, filter) is { } message ? [message] : [];

    /// <summary>Sends the proof to the subscriptions of a session that the connection has resumed.</summary>
    public void Send(LiveConnection live, Session session)
    {
        if (live.HandedProof is null)
        {
            return;
        }

        foreach (var subscription in session.Subscriptions.Where(one => one.Group is null))
        {
            if (MessageOf(live, subscription.Filter) is { } message)
            {
                // QoS 0: nothing to store, and nobody waits.
                dispatcher.DeliverRetained(message, subscription, [], []);
            }
        }
    }

    private static Message? MessageOf(LiveConnection live, TopicFilter filter) =>
        live is { HandedProof: { } proof, Policy: ThingTopicPolicy policy }
        && TopicName.TryParse(policy.RollingProof, out var topic) && filter.Matches(topic)
            ? Message.OfPortal(policy.RollingProof, Encoding.UTF8.GetBytes(proof), QualityOfService.AtMostOnce, retain: true) : null;
}
