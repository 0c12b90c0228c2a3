using System.Text.Json;
using FleetPortal.Broker;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The tab with the topics of a Thing as a tree, the last message of a topic, and a form that sends a command.</summary>
public sealed partial class ThingTopics
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string? _selected;
    private string _command = "identify";
    private string _payload = "{}";
    private string? _sent;
    private string? _fault;

    /// <summary>The Thing to show.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    /// <summary>The topics that the Thing used since the start of the portal.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TopicState> Topics { get; set; } = [];

    /// <summary>The signed-in person, in whose name actions run.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private SendCommand Send { get; set; } = null!;

    private ThingTopicPolicy Policy => new(Thing.Name, Thing.Type);

    private TopicState? Selected => Topics.FirstOrDefault(topic => topic.Topic == _selected)
        ?? Topics.Where(topic => topic.LastAt is not null).MaxBy(topic => topic.Messages);

    private IReadOnlyList<TopicTreeRow> Rows => TopicTree.Rows(Policy, Topics);

    private static string Pretty(string payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return JsonSerializer.Serialize(json, Indented);
        }
        catch (JsonException)
        {
            return payload;
        }
    }

    private async Task SendAsync()
    {
        (_sent, _fault) = (null, null);
        try
        {
            var sent = await Send.ExecuteAsync(Thing.Name, _command, _payload, Actor, CancellationToken.None);
            _sent = sent.Outcome switch
            {
                MessageOutcome.Delivered => $"Delivered on {sent.Topic}. If the device answers, you see the answer under events.",
                MessageOutcome.Queued => $"Queued on {sent.Topic}. The device receives it when it connects.",
                MessageOutcome.QueueFull =>
                    $"The queue of {Thing.Name} is full. The command is lost; send it again when the device has read the others.",
                _ => $"Nobody listens on {sent.Topic}. The command is lost; send it again when the device has subscribed.",
            };
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
