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
        connections.MapGet("", List).Describes("listConnections", "Lists the live connections.")
            .Takes("q", "A part of the client identifier or of the remote address.")
            .Refuses(400, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        connections.MapGet("/{clientId}", GetAsync).Describes(
            "getConnection", "Reads a client with its connection, session, subscriptions and limits, or the session that waits for it.")
            .Takes("clientId", "The client identifier.").Refuses(404, ConnectionErrors.NotFound);
        connections.MapDelete("/{clientId}",
            async (string clientId, CloseConnection close, HttpContext context, CancellationToken cancellationToken) =>
        {
            await close.ExecuteAsync(clientId, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("closeConnection", "Closes a connection.")
            .Takes("clientId", "The client identifier.").AnswersNothing().Refuses(404, ConnectionErrors.NotFound);
        var attempts = api.MapGroup("/attempts").WithTags("Connections");
        attempts.MapGet("", AttemptsAsync).Describes("listAttempts", "Lists the attempts to connect, newest first.")
            .Answers<AttemptListAnswer>()
            .Takes("thing", "Only attempts of this Thing, by its ThingName.").Takes("outcome", "Only attempts with this outcome.")
            .Takes("clientId", "Only attempts with this client identifier.")
                .Takes("q", "A text in the client identifier, the ThingName, the address or the code.")
            .Refuses(400, RequestErrors.OutcomeInvalid,
                AttemptErrors.QueryTooLong, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        attempts.MapGet("/{id:long}", async (long id, AttemptQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            AttemptAnswer.Of(await queries.FindAsync(id, context.Actor(), cancellationToken)
                ?? throw FleetError.NotFound(AttemptErrors.NotFound, id.ToString(CultureInfo.InvariantCulture))))
            .Describes("getAttempt", "Reads an attempt with its checks.")
                .Takes("id", "The id of the attempt.").Refuses(404, AttemptErrors.NotFound);
    }

    private static ListAnswer<ConnectionAnswer> List(
        string? q, int? limit, string? cursor, ConnectionQueries connections, HttpContext context)
    {
        var (take, after) = (Cursor.Limit(limit), Cursor.Read(cursor));
        var matching = connections.List(q, context.Actor());
        var page = matching.Where(connection => after is null || string.CompareOrdinal(connection.ClientId, after) > 0).Take(take).ToList();
        return new ListAnswer<ConnectionAnswer>([.. page.Select(ConnectionAnswer.Of)],
            page.Count == take ? Cursor.Write(page[^1].ClientId) : null, matching.Count);
    }

    private static async Task<ConnectionDetailAnswer> GetAsync(
        string clientId, ConnectionQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = context.Actor();
        var last = queries.LastDisconnectOf(clientId, actor);
        return queries.OfClient(clientId, actor) is { } live ? ConnectionDetailAnswer.Of(live, last)
            : queries.AbsentOfClient(clientId, actor) is { } session
                ? ConnectionDetailAnswer.Of(clientId, session, await queries.OwnerOfAsync(clientId, actor, cancellationToken), last)
            : throw FleetError.NotFound(ConnectionErrors.NotFound, clientId);
    }

    private static async Task<IResult> AttemptsAsync(
        string? thing, [OneOf(typeof(AttemptOutcome))] string? outcome, string? clientId, string? q, int? limit, string? cursor,
        AttemptQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        bool? allowed = outcome switch
        {
            null => null,
            "allowed" => true,
            "refused" => false,
            _ => throw new FleetError(RequestErrors.OutcomeInvalid, [new Fault("outcome", "The outcome must be allowed or refused.")]),
        };
        var take = Cursor.Limit(limit);
        var after = Cursor.ReadPlace(cursor) is { } place
            ? new AttemptPlace(place.At ?? DateTimeOffset.MaxValue, Cursor.Number(place.Key)) : null;
        var items = await queries.ListAsync(new AttemptQuery(thing, allowed, clientId, q), after, take, context.Actor(), cancellationToken);
        var next = items.Count == take ? Cursor.WritePlace(items[^1].Id.ToString(CultureInfo.InvariantCulture), items[^1].At) : null;
        return Results.Ok(new AttemptListAnswer([.. items.Select(AttemptAnswer.Of)], next));
    }
}
