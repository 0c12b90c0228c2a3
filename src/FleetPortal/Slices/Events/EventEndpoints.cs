using System.Globalization;
using System.Net.ServerSentEvents;
using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.EventStreams;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Slices.Events;

/// <summary>
/// The API endpoint <c>/events</c>: Server-Sent Events (HTML Standard §9.2). A client resumes with the header <c>Last-Event-ID</c>.
/// </summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan _reconnect = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/events", Listen).WithTags("Events")
        .Describes("streamEvents", "Streams what happens in the fleet as Server-Sent Events.")
            .Answers<StreamedEventAnswer>(StatusCodes.Status200OK, "text/event-stream")
            .Takes("Last-Event-ID", "The id of the last event that the client received: the stream goes on after it.")
        .Refuses(400, RequestErrors.EventIdInvalid)
            .Refuses(429, EventStreamErrors.TooManyStreams).Refuses(503, EventStreamErrors.TooManyStreams);

    private static IResult Listen(
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        EventStream stream, EventListeners listeners, Standings standings, IHostApplicationLifetime lifetime, HttpContext context)
    {
        var after = After(lastEventId);
        var actor = context.Actor();
        context.Response.RegisterForDispose(listeners.Enter(actor));

        // The stream ends when the client disconnects, the portal stops, or the API token is revoked.
        var watch = standings.WatchToken(actor.Identity);
        context.Response.RegisterForDispose(watch);
        var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, watch.Ended);
        context.Response.RegisterForDispose(ends);
        return Results.ServerSentEvents(ItemsAsync(stream.ListenAsync(after, actor, ends.Token)));
    }

    private static long? After(string? lastEventId) =>
        string.IsNullOrEmpty(lastEventId) ? null
        : long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence
        : throw new FleetError(RequestErrors.EventIdInvalid, [new Fault("Last-Event-ID", "The id of an event must be a number.")]);

    private static async IAsyncEnumerable<SseItem<StreamedEventAnswer>> ItemsAsync(IAsyncEnumerable<StreamedEvent> events)
    {
        await foreach (var one in events)
        {
            yield return new SseItem<StreamedEventAnswer>(StreamedEventAnswer.Of(one.Data),
                one.Type) { EventId = one.Id?.ToString(CultureInfo.InvariantCulture), ReconnectionInterval = _reconnect };
        }
    }
}
