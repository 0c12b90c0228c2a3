using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Slices.Applications;

/// <summary>Says in words what rights of applications reach.</summary>
internal static class RightLabels
{
    /// <summary>Returns text such as "Telemetry of type pump", "Commands to group plant-2" or "Connections of every Thing".</summary>
    public static string Of(TopicRight right) => right.Levels switch
    {
        [ApplicationRights.OwnRoot, ..] => "Its own topics",
        ["$fleet", _, var kind, ..] => $"{Lifecycle(kind)} of {Whose("+", right.Levels.Count > 4 ? right.Levels[4] : "#", right.Group)}",
        [_, var type, var name, var channel, ..] =>
            $"{Channel(channel)} {(channel is "commands" or "config" ? "to" : "of")} {Whose(type, name, right.Group)}",
        _ => right.Text,
    };

    /// <summary>Returns the same for one kind of messages of the table "Who hears what".</summary>
    public static string Of(HeardMessages heard) => heard.ThingType is { } type
        ? $"{Channel(heard.Channel)} of {Whose(type, "+", null)}" : $"{Lifecycle(heard.Channel)} of every Thing";

    private static string Whose(string type, string name, string? group) => (type, name, group) switch
    {
        (_, not ("+" or "#"), _) => name,
        ("+", _, { } one) => $"group {one}",
        (_, _, { } one) => $"type {type} in group {one}",
        ("+", _, _) => "every Thing",
        _ => $"type {type}",
    };

    private static string Channel(string channel) => char.ToUpperInvariant(channel[0]) + channel[1..];

    private static string Lifecycle(string kind) => kind == "presence" ? "Connects and disconnects" : "Changes of certificates";
}
