using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>Reads what is published now. It is in memory: after a restart it begins anew.</summary>
public sealed class TopicQueries(TopicActivity activity)
{
    /// <summary>The topics of a Thing with their last payloads. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<TopicState> OfThing(string thingName, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return activity.Of(thingName);
    }

    /// <summary>Messages a second of all Things. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public double PerSecond(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return activity.PerSecond;
    }
}
