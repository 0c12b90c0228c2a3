using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker;

/// <summary>The answer to a SUBSCRIBE.</summary>
/// <param name="Reasons">One reason code for each filter, in the order of the SUBSCRIBE.</param>
/// <param name="ReasonString">The reason of the first refusal; null if nothing was refused.</param>
/// <param name="Made">The subscriptions that were made, each with whether it is new.</param>
internal sealed record SubscribeResult(
    IReadOnlyList<ReasonCode> Reasons, string? ReasonString, IReadOnlyList<(Subscription Subscription, bool IsNew)> Made);

/// <summary>
/// Allows or refuses every topic filter of a SUBSCRIBE, by the policy of the live connection, never by the MQTT session, which another
/// connection may resume.
/// </summary>
internal sealed class SubscribeHandler(
    SessionTable sessions, SessionJournal journal, Dispatcher dispatcher, RetainedTree retained, LastPresence presence,
    ProofMessages proofs,
    TopicActivity activity, TopicFilterTrie trie, BrokerLimits limits, TopicLimits topics, TimeProvider time,
    Func<string, Task> tellRotation)
{
    /// <summary>Decides on every filter and makes the subscriptions. Completes when they are on the disk.</summary>
    public async Task<SubscribeResult> SubscribeAsync(SubscribePacket packet, Session session, LiveConnection connection)
    {
        var reasons = new List<ReasonCode>(packet.Requests.Count);
        var made = new List<(Subscription Subscription, bool IsNew)>();
        var changes = new List<SessionChange>();
        string? text = null;
        foreach (var request in packet.Requests)
        {
            if (Refusal(request, session, connection, out var filter) is var (reason, words))
            {
                reasons.Add(reason);
                text ??= words;
                continue;
            }

            var subscription = new Subscription(session, filter!, request, packet.Identifier);
            made.Add((subscription, sessions.Subscribe(session, subscription, changes)));
            reasons.Add((ReasonCode)request.QualityOfService);
        }

        if (changes.Count > 0)
        {
            await journal.AppendAsync(changes);
        }

        return new SubscribeResult(reasons, text, made);
    }

    /// <summary>
    /// Sends retained messages after SUBACK. A Thing that can receive commands now gets its pending rotation command.
    /// </summary>
    public async Task AfterAsync(SubscribeResult result, Session session)
    {
        var changes = new List<SessionChange>();
        var waiting = new List<(Session Session, Delivery Delivery)>();
        foreach (var (subscription, isNew) in result.Made)
        {
            var handling = subscription.Request.RetainHandling;
            if (subscription.Group is null && (handling == RetainHandling.Always || (handling == RetainHandling.IfNew && isNew)))
            {
                foreach (var message in retained.Matching(subscription.Filter, time.GetUtcNow())
                    .Concat(presence.Matching(subscription.Filter)).Concat(proofs.Matching(subscription.Filter, session.ClientId)))
                {
                    dispatcher.DeliverRetained(message, subscription, changes, waiting);
                }
            }
        }

        if (changes.Count > 0)
        {
            await dispatcher.StoreAsync(changes, waiting);
        }

        if (result.Made.Any(made => made.Subscription.Filter.Text.Contains("/commands/", StringComparison.Ordinal)))
        {
            await tellRotation(session.ClientId);
        }
    }

    /// <summary>Sends the rolling proof of a connection to the subscriptions of the session that it has resumed.</summary>
    public void Resumed(LiveConnection connection, Session session) => proofs.Send(connection, session);

    /// <summary>Removes the subscriptions of a resumed session that the rights of its new connection do not allow.</summary>
    public async Task RemoveRefusedAsync(Session session, TopicPolicy policy)
    {
        var changes = new List<SessionChange>();
        foreach (var subscription in session.Subscriptions.Where(one => !policy.MaySubscribe(one.Filter.Text).Allowed))
        {
            sessions.Unsubscribe(session, subscription.Filter.Text, changes);
        }

        if (changes.Count > 0)
        {
            await journal.AppendAsync(changes);
        }
    }

    private (ReasonCode Reason, string Text)? Refusal(
        SubscriptionRequest request, Session session, LiveConnection connection, out TopicFilter? filter)
    {
        filter = null;
        if (connection is not { Policy: { } policy, ClosingReason: null })
        {
            return (ReasonCode.NotAuthorized, ReasonStrings.RightsWithdrawn);
        }

        if (topics.Excess(request.Filter) is { } excess)
        {
            return (ReasonCode.TopicFilterInvalid, ReasonStrings.TopicTooLong + ": " + excess);
        }

        if (!TopicFilter.TryParse(request.Filter, out filter))
        {
            return (ReasonCode.TopicFilterInvalid, ReasonStrings.TopicRefused + ": not a topic filter (MQTT 5 §4.7.1)");
        }

        var verdict = policy.MaySubscribe(request.Filter);
        if (!verdict.Allowed)
        {
            activity.Refused(policy.PrincipalName, request.Filter);
            return (ReasonCode.NotAuthorized, ReasonStrings.TopicRefused + ": " + verdict.Rule);
        }

        var isFull = session.CountSubscriptions() >= limits.SubscriptionsPerSession || trie.IsFull;
        return isFull && session.Find(request.Filter) is null
            ? (ReasonCode.QuotaExceeded, ReasonStrings.SubscriptionQuota) : null;
    }
}
