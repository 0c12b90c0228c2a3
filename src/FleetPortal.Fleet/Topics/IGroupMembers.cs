namespace FleetPortal.Fleet.Topics;

/// <summary>
/// Knows the members of groups, for rights that reach the Things of a group only. Thread-safe and fast: asked for each message.
/// </summary>
public interface IGroupMembers
{
    /// <summary>Returns whether a Thing is a member of a group now.</summary>
    bool Contains(string group, string thingName);
}
