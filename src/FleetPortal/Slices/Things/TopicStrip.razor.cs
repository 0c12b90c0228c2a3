using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>Shows a few topics of a Thing in one line.</summary>
public sealed partial class TopicStrip
{
    private const int Shown = 4;
    private const int PrefixLevels = 3;

    /// <summary>The topics of the Thing.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TopicState> Topics { get; set; } = [];

    /// <summary>The address of the tab with all topics.</summary>
    [Parameter, EditorRequired]
    public string Address { get; set; } = "";

    private static string Channel(string topic) => string.Join('/', topic.Split('/').Skip(PrefixLevels)) is { Length: > 0 } channel
        ? channel : topic;
}
