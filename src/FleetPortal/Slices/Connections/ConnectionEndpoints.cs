using System.Globalization;
using FleetPortal.Api;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Connections;

/// <summary>The API endpoints <c>/connections</c> and <c>/attempts</c>.</summary>
internal static class ConnectionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var connections = api.MapGroup("/connections").WithTags("Connections");
        connections.MapGet("", List).Describes("Lists the live connections.").Refuses(400, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        connections.MapDelete("/{clientId}", async (string clientId, CloseConnection close, HttpContext context, CancellationToken cancellationToken) =>
        {
            await close.ExecuteAsync(clientId, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("Closes a connection.").AnswersNothing().Refuses(404, ConnectionErrors.NotFound);
        var attempts = api.MapGroup("/attempts").WithTags("Connections");
        attempts.MapGet("", AttemptsAsync).Describes("Lists the attempts to connect, newest first.").Answers<AttemptListAnswer>()
            .Refuses(400, RequestErrors.OutcomeInvalid, AttemptErrors.QueryTooLong, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        attempts.MapGet("/{id:long}", async (long id, AttemptQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            AttemptAnswer.Of(await queries.FindAsync(id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound(AttemptErrors.NotFound, id.ToString(CultureInfo.InvariantCulture))))
            .Describes("Reads an attempt with its checks.").Refuses(404, AttemptErrors.NotFound);
    }

    private static ListAnswer<ConnectionAnswer> List(string? q, int? limit, string? cursor, ConnectionQueries connections, HttpContext context)
    {
        var (take, after) = (Cursor.Limit(limit), Cursor.Read(cursor));
        var matching = connections.List(q, context.Actor());
        var page = matching.Where(connection => after is null || string.CompareOrdinal(connection.ClientId, after) > 0).Take(take).ToList();
        return new ListAnswer<ConnectionAnswer>([.. page.Select(ConnectionAnswer.Of)], page.Count == take ? Cursor.Write(page[^1].ClientId) : null, matching.Count);
    }

    private static async Task<IResult> AttemptsAsync(string? thing, string? outcome, string? clientId, string? q, int? limit, string? cursor, AttemptQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        bool? allowed = outcome switch
        {
            null => null,
            "allowed" => true,
            "refused" => false,
            _ => throw new FleetError(RequestErrors.OutcomeInvalid, [new Fault("outcome", "The outcome must be allowed or refused.")]),
        };
        var take = Cursor.Limit(limit);
        var after = Cursor.ReadPlace(cursor) is { } place ? new AttemptPlace(place.At ?? DateTimeOffset.MaxValue, Cursor.Number(place.Key)) : null;
        var items = await queries.ListAsync(new AttemptQuery(thing, allowed, clientId, q), after, take, context.Actor(), cancellationToken);
        var next = items.Count == take ? Cursor.WritePlace(items[^1].Id.ToString(CultureInfo.InvariantCulture), items[^1].At) : null;
        return Results.Ok(new AttemptListAnswer([.. items.Select(AttemptAnswer.Of)], next));
    }
}
