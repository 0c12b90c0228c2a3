namespace FleetPortal.Slices.Applications;

/// <summary>A common set of rights, which the rights editor adds with one choice.</summary>
/// <param name="Id">The value in the choice.</param>
/// <param name="Label">What it allows.</param>
/// <param name="Asks">The label of the one word that it needs; null for none.</param>
/// <param name="Hears">Returns the filters to hear, for that word and the name of the application.</param>
/// <param name="Publishes">Returns the filters to publish, for the same.</param>
public sealed record RightPreset(
    string Id, string Label, string? Asks, Func<string, string, string[]> Hears, Func<string, string, string[]> Publishes)
{
    private const string Type = "ThingType";
    private const string Group = "Group";

    /// <summary>All presets, the most common first.</summary>
    public static IReadOnlyList<RightPreset> All { get; } =
    [
        new("type", "Hears telemetry and state of one type", Type,
            (type, _) => [$"fleet/{type}/+/telemetry/#", $"fleet/{type}/+/state/#"], Nothing),
        new("group", "Hears telemetry and state of one group", Group,
            (group, _) => [$"fleet/+/{{group:{group}}}/telemetry/#", $"fleet/+/{{group:{group}}}/state/#"], Nothing),
        new("events", "Hears the events of every Thing", null, (_, _) => ["fleet/+/+/events/#"], Nothing),
        new("all", "Hears everything", null, (_, _) => ["fleet/+/+/telemetry/#", "fleet/+/+/state/#", "fleet/+/+/events/#",
            "$fleet/events/presence/#", "$fleet/events/certificate/#"], Nothing),
        new("lifecycle", "Hears who connects, and whose certificate changes", null,
            (_, _) => ["$fleet/events/presence/#", "$fleet/events/certificate/#"], Nothing),
        new("command-group", "Commands one group, and hears the answers", Group,
            Answers, (group, _) => [$"fleet/+/{{group:{group}}}/commands/#"]),
        new("command-type", "Commands one type, and hears the answers", Type, Answers, (type, _) => [$"fleet/{type}/+/commands/#"]),
        new("config", "Configures one type", Type, Nothing, (type, _) => [$"fleet/{type}/+/config/#"]),
        new("own", "Publishes its own state", null, Nothing, (_, name) => [$"apps/{name}/state"]),
    ];

    private static string[] Nothing(string word, string application) => [];

    // A device answers on the response topic of the command, which is one of the application's own.
    private static string[] Answers(string word, string application) => [$"apps/{application}/responses/#"];
}
