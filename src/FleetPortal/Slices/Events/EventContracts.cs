using System.Text.Json;
using FleetPortal.Fleet.EventStreams;

namespace FleetPortal.Slices.Events;

/// <summary>The data of an event of the stream.</summary>
/// <param name="At">When the event happened, UTC.</param>
/// <param name="ThingName">The Thing that the event belongs to.</param>
/// <param name="TargetKind">The kind of the changed object, such as <c>certificate</c>.</param>
/// <param name="Target">The name or identifier of the changed object.</param>
/// <param name="Actor">The name of the actor.</param>
/// <param name="Details">Further details, as in the audit entry.</param>
public sealed record StreamedEventAnswer(
    DateTimeOffset At, string? ThingName, string? TargetKind, string? Target, string? Actor, JsonElement? Details)
{
    /// <summary>Converts the data of an event.</summary>
    public static StreamedEventAnswer Of(StreamedEventData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new StreamedEventAnswer(data.At, data.ThingName, data.TargetKind, data.Target, data.Actor, data.Details);
    }
}
