using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Connections;

/// <summary>The parts that every connection uses.</summary>
internal sealed record BrokerEngine(
    SessionTable Sessions, Dispatcher Dispatcher, SessionJournal Journal, PublishHandler Publishes, SubscribeHandler Subscribes,
    Wills Wills, BrokerLimits Limits, TopicLimits Topics, TimeProvider Time)
{
    /// <summary>
    /// The origin of a message from a connection. Tests of the protocol replace it, because it adds properties to every message.
    /// </summary>
    public Func<LiveConnection, DateTimeOffset, MessageOrigin?> OriginOf { get; init; } = MessageOrigin.Of;
}
