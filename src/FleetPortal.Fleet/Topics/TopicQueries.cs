using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>Reads what devices publish now. The data is in memory and is lost at a restart.</summary>
public sealed class TopicQueries(TopicActivity activity)
{
    /// <summary>Returns the topics of a Thing with their last payloads. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<TopicState> OfThing(string thingName, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return activity.Of(thingName);
    }

    /// <summary>Returns the messages of all Things per second. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public double PerSecond(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return activity.PerSecond;
    }
}
