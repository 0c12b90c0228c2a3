using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>What a Thing publishes, at a glance.</summary>
public sealed partial class TopicStrip
{
    private const int Shown = 4;
    private const int PrefixLevels = 3;

    /// <summary>Its topics.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TopicState> Topics { get; set; } = [];

    /// <summary>Where they are all.</summary>
    [Parameter, EditorRequired]
    public string Address { get; set; } = "";

    private static string Channel(string topic) => string.Join('/', topic.Split('/').Skip(PrefixLevels)) is { Length: > 0 } channel ? channel : topic;
}
