using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>
/// The rights of one application: what it may hear, and what it may publish. Everything else is refused. An application hears the
/// channels that Things publish (<c>fleet/{thingType}/{thingName}/telemetry|state|events</c>) and the lifecycle events
/// (<c>$fleet/events/presence|certificate</c>). It publishes on the channels that Things hear (<c>commands</c>, <c>config</c>). It hears
/// and publishes its own topics (<c>apps/{application}</c>). Immutable.
/// </summary>
public sealed record ApplicationRights
{
    /// <summary>The maximum number of filters in each of the two lists.</summary>
    public const int MaxFilters = 32;

    /// <summary>The first level of the topics of Things.</summary>
    public const string Root = "fleet";

    /// <summary>The first level of the topics that belong to an application.</summary>
    public const string OwnRoot = "apps";

    internal const string LifecycleRoot = "$fleet";
    internal const int TypeLevel = 1;
    internal const int NameLevel = 2;
    internal const int LifecycleNameLevel = 4;

    private const int ChannelLevel = 3;
    private const string OneThingOrAll = "Write a name, + or {group:NAME}";

    private static readonly string[] LifecycleKinds = ["presence", "certificate"];
    private static readonly string[] HeardChannels = ["telemetry", "state", "events"];
    private static readonly string[] PublishedChannels = ["commands", "config"];

    private ApplicationRights(IReadOnlyList<TopicRight> hears, IReadOnlyList<TopicRight> publishes) =>
        (Hears, Publishes) = (hears, publishes);

    /// <summary>What the application may hear.</summary>
    public IReadOnlyList<TopicRight> Hears { get; }

    /// <summary>What the application may publish.</summary>
    public IReadOnlyList<TopicRight> Publishes { get; }

    /// <summary>The groups that the rights name, without duplicates.</summary>
    public IEnumerable<string> Groups =>
        Hears.Concat(Publishes).Select(right => right.Group).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Reads two lists of filters. Adds a fault of the field <c>hears</c> or <c>publishes</c> for each filter that is refused.
    /// </summary>
    /// <returns>The rights; they lack the filters with a fault.</returns>
    public static ApplicationRights Read(
        string application, IReadOnlyCollection<string>? hears, IReadOnlyCollection<string>? publishes, ICollection<Fault> faults) =>
        new(Read(application, hears, "hears", HeardChannels, faults), Read(application, publishes, "publishes", PublishedChannels, faults));

    /// <summary>Returns whether a topic belongs to an application: it is below <c>apps/{application}/</c>.</summary>
    public static bool IsOwnTopic(string application, string? topic)
    {
        ArgumentNullException.ThrowIfNull(application);
        var prefix = $"{OwnRoot}/{application}/";
        return topic is not null && topic.Length > prefix.Length && topic.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static List<TopicRight> Read(
        string application, IReadOnlyCollection<string>? filters, string field, string[] channels, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var rights = new List<TopicRight>();
        if (filters is { Count: > MaxFilters })
        {
            faults.Add(new Fault(field, $"An application has at most {MaxFilters} filters in each list."));
            return rights;
        }

        foreach (var filter in (filters ?? []).Distinct(StringComparer.Ordinal))
        {
            if (TopicLimits.Default.Excess(filter) is null && TopicRight.TryParse(filter, out var right))
            {
                if (FaultOf(right!, application, field, channels) is { } fault)
                {
                    faults.Add(new Fault(field, $"{filter} is refused. {fault}"));
                }
                else
                {
                    rights.Add(right!);
                }
            }
            else
            {
                faults.Add(new Fault(field, $"{Shorten(filter)} is not a topic filter that an application can have. "
                    + "Write one such as fleet/pump/+/telemetry/#, without $share."));
            }
        }

        return rights;
    }

    /// <summary>Returns why an application may not have a right, as a sentence; null if it may.</summary>
    private static string? FaultOf(TopicRight right, string application, string field, string[] channels)
    {
        var levels = right.Levels;
        if (right.Group is { } group && !ThingName.TryParse(group, out _))
        {
            return "The name of a group has 1 to 128 letters, digits, colons, underscores or hyphens.";
        }

        return levels[0] switch
        {
            Root => FaultOfFleet(levels, field, channels),
            LifecycleRoot when field == "hears" => FaultOfLifecycle(levels),
            OwnRoot => levels.Count > 2 && levels[1] == application
                ? null : $"An application uses no topics of another one. Its own are below {OwnRoot}/{application}/.",
            _ => field == "hears"
                ? $"It must begin with {Root}/, {LifecycleRoot}/events/ or {OwnRoot}/{application}/, so that it names what it reaches."
                : $"It must begin with {Root}/ or {OwnRoot}/{application}/, so that it names what it reaches.",
        };
    }

    private static string? FaultOfFleet(IReadOnlyList<string> levels, string field, string[] channels)
    {
        if (levels.Count <= ChannelLevel || !channels.Contains(levels[ChannelLevel]))
        {
            return $"The fourth level names the channel; an application {field} {string.Join(", ", channels[..^1])} or {channels[^1]}.";
        }

        return !IsNameOrAny(levels[TypeLevel]) || !IsNameOrAny(levels[NameLevel])
            ? $"The second level is a ThingType or +. The third level is a ThingName. {OneThingOrAll}." : null;
    }

    private static string? FaultOfLifecycle(IReadOnlyList<string> levels)
    {
        if (levels.Count < 4 || levels.Count > LifecycleNameLevel + 1 || levels[1] != "events" || !LifecycleKinds.Contains(levels[2]))
        {
            return "Lifecycle events are $fleet/events/presence/# and $fleet/events/certificate/#.";
        }

        return levels.Count == LifecycleNameLevel + 1 && levels[LifecycleNameLevel] != "#" && !IsNameOrAny(levels[LifecycleNameLevel])
            ? $"The last level is a ThingName. {OneThingOrAll}." : null;
    }

    private static bool IsNameOrAny(string level) => level == "+" || ThingName.TryParse(level, out _);

    private static string Shorten(string? text) => text switch
    {
        null => "null",
        "" => "An empty text",
        { Length: > 80 } => text[..80] + "…",
        _ => text,
    };
}
