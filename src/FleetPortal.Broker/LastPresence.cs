using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker;

/// <summary>
/// The last presence event of each Thing, as a new subscription receives it: like a retained message, but made from the live connections
/// and the last disconnects at that moment, so that it is never stored and never wrong after a crash. Each Thing has one: connected or
/// disconnected. After a restart, Things that have not come back since have one only if the portal noted their end.
/// </summary>
internal sealed class LastPresence(LiveConnections connections, LastDisconnects disconnects, BrokerLimits limits)
{
    // With their topics and payloads less than a fifth of the octets that a session may queue.
    private const int MaxEvents = 1_000;

    private static readonly string[] Root = ["$fleet", "events", "presence"];

    /// <summary>
    /// The events whose topics match a filter, oldest first. At most <see cref="MaxEvents"/>, and half of what a session may queue, the
    /// newest: they must not push out what waits already.
    /// </summary>
    public IReadOnlyList<Message> Matching(TopicFilter filter)
    {
        // A wildcard does not reach a topic that begins with $.
        if (filter.Levels is not ["$fleet", ..]
            || !filter.Levels.Zip(Root).All(pair => pair.First is "+" or "#" || pair.First == pair.Second))
        {
            return [];
        }

        var events = filter.Levels is [_, _, _, _, var name] && name is not ("+" or "#") ? Of(name) : All();
        return [.. events.Where(one => TopicName.TryParse(one.Topic, out var topic) && filter.Matches(topic))
            .OrderByDescending(one => one.At).Take(Math.Min(MaxEvents, limits.QueuedMessagesPerSession / 2)).Reverse()
            .Select(one => Message.OfPortal(one.Topic, one.ToJson(), QualityOfService.AtLeastOnce, retain: true))];
    }

    private static bool IsPresent(LiveConnection live) => live is { ThingName: not null, AcceptedAt: not null };

    private IEnumerable<PresenceEvent> Of(string thing)
    {
        if (connections.OfClient(thing) is { } live)
        {
            return IsPresent(live) ? [PresenceEvent.Connected(live)] : [];
        }

        return disconnects.Of(thing) is { ThingName: not null } last ? [PresenceEvent.Disconnected(last, null)] : [];
    }

    private IEnumerable<PresenceEvent> All() =>
        connections.Open.Where(IsPresent).Select(PresenceEvent.Connected)
            .Concat(disconnects.All.Where(last => last.ThingName is { } thing && connections.OfClient(thing) is null)
                .Select(last => PresenceEvent.Disconnected(last, null)));
}
