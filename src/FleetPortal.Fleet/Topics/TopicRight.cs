namespace FleetPortal.Fleet.Topics;

/// <summary>
/// One right of an application: a topic filter whose topics it may hear or publish. <c>{group:NAME}</c> in the place of the ThingName
/// stands for the Things of a group; <c>{thingType}</c> and <c>{thingName}</c> stand for any, as <c>+</c> does. Immutable.
/// </summary>
public sealed class TopicRight
{
    private const string GroupStart = "{group:";

    private readonly string[] _levels;
    private readonly int _groupLevel;

    private TopicRight(string text, string[] levels, string? group, int groupLevel)
    {
        (Text, _levels, Group, _groupLevel) = (text, levels, group, groupLevel);
        Filter = string.Join('/', levels);
    }

    /// <summary>The right as people write it, such as <c>fleet/pump/{group:plant-2}/telemetry/#</c>.</summary>
    public string Text { get; }

    /// <summary>The right as a topic filter, with <c>+</c> in the place of a group.</summary>
    public string Filter { get; }

    /// <summary>The group whose Things the right reaches; null for all.</summary>
    public string? Group { get; }

    /// <summary>The levels of <see cref="Filter"/>.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>Reads a right. Returns false if the text is not a valid filter, or if a placeholder stands in the wrong place.</summary>
    /// <remarks><see cref="ApplicationRights"/> decides which filters an application may have.</remarks>
    internal static bool TryParse(string? text, out TopicRight? right)
    {
        right = null;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var levels = text.Split('/');
        var nameLevel = levels[0] == ApplicationRights.LifecycleRoot ? ApplicationRights.LifecycleNameLevel : ApplicationRights.NameLevel;
        string? group = null;
        for (var i = 0; i < levels.Length; i++)
        {
            if (i == nameLevel && levels[i].StartsWith(GroupStart, StringComparison.Ordinal) && levels[i].EndsWith('}'))
            {
                group = levels[i][GroupStart.Length..^1];
                levels[i] = "+";
            }
            else if ((i == nameLevel && levels[i] == "{thingName}")
                || (i == ApplicationRights.TypeLevel && levels[0] == ApplicationRights.Root && levels[i] == "{thingType}"))
            {
                levels[i] = "+";
            }
        }

        if (!TopicFilter.TryParse(string.Join('/', levels), out var filter) || filter!.ShareName is not null)
        {
            return false;
        }

        right = new TopicRight(text, levels, group, group is null ? -1 : nameLevel);
        return true;
    }

    /// <summary>Returns whether every topic that a filter can match is inside this right. The group is not compared.</summary>
    public bool Covers(IReadOnlyList<string> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        for (var i = 0; i < _levels.Length; i++)
        {
            if (_levels[i] == "#")
            {
                // "sport/#" also matches "sport" (MQTT 5 §4.7.1.2).
                return true;
            }

            if (i >= filter.Count || filter[i] == "#" || (_levels[i] != "+" && _levels[i] != filter[i]))
            {
                return false;
            }
        }

        return _levels.Length == filter.Count;
    }

    /// <summary>
    /// Returns whether a topic is inside this right, and its Thing in the group of the right. Allocates only for a group.
    /// </summary>
    public bool Reaches(ReadOnlySpan<char> topic, IGroupMembers groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var rest = topic;
        var name = default(ReadOnlySpan<char>);
        var ended = false;
        for (var i = 0; i < _levels.Length; i++)
        {
            if (_levels[i] == "#")
            {
                return Group is null || (_groupLevel < i && groups.Contains(Group, name.ToString()));
            }

            if (ended)
            {
                return false;
            }

            var slash = rest.IndexOf('/');
            var level = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? default : rest[(slash + 1)..];
            ended = slash < 0;
            if (_levels[i] != "+" && !level.SequenceEqual(_levels[i]))
            {
                return false;
            }

            name = i == _groupLevel ? level : name;
        }

        return ended && (Group is null || groups.Contains(Group, name.ToString()));
    }

    /// <summary>Returns whether a topic matches the filter of this right, whatever its Thing is a member of.</summary>
    public bool MatchesPattern(TopicName topic) => TopicFilter.TryParse(Filter, out var filter) && filter!.Matches(topic);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
