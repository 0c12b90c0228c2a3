namespace FleetPortal.Fleet.Kernel;

/// <summary>The Things whose groups a transaction has set, for what follows the commit.</summary>
internal sealed class GroupChanges
{
    private readonly List<(string ThingName, IReadOnlyCollection<string> Groups)> _things = [];

    /// <summary>The Things, each with all of its groups.</summary>
    public IReadOnlyList<(string ThingName, IReadOnlyCollection<string> Groups)> Things => _things;

    /// <summary>Notes the groups that a Thing has from now on.</summary>
    public void Set(string thingName, IReadOnlyCollection<string> groups) => _things.Add((thingName, groups));
}
