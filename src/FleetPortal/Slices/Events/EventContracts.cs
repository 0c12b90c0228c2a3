using System.Text.Json;
using FleetPortal.Fleet.EventStreams;

namespace FleetPortal.Slices.Events;

/// <summary>The data of an event.</summary>
/// <param name="At">When it happened, UTC.</param>
/// <param name="ThingName">The Thing that it belongs to.</param>
/// <param name="TargetKind">The kind of its target, such as <c>certificate</c>.</param>
/// <param name="Target">The name or identifier of its target.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Details">What else is known, as the audit entry has it.</param>
public sealed record StreamedEventAnswer(DateTimeOffset At, string? ThingName, string? TargetKind, string? Target, string? Actor, JsonElement? Details)
{
    /// <summary>From the data of an event.</summary>
    public static StreamedEventAnswer Of(StreamedEventData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new StreamedEventAnswer(data.At, data.ThingName, data.TargetKind, data.Target, data.Actor, data.Details);
    }
}
