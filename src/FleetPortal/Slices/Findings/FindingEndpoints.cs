using System.Globalization;
using FleetPortal.Api;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Findings;

/// <summary>The API endpoints <c>/findings</c>.</summary>
internal static class FindingEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var findings = api.MapGroup("/findings").WithTags("Findings").Takes("id", "The id of the finding, such as F-12.");
        findings.MapGet("", ListAsync).Describes("listFindings", "Lists findings, newest first.")
            .Takes("q", $"A query, as in the query box of the page. The filters are {FindingQuery.Filters}.")
            .Refuses(400, CommonErrors.QueryInvalid, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        findings.MapGet("/{id}", async (string id, FindingQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            await ReadAsync(id, queries, context, cancellationToken))
            .Describes("getFinding", "Reads a finding with its evidence and history.").Refuses(404, FindingErrors.NotFound);
        findings.MapPost("/{id}/contain", async (
            string id, FindingNoteRequest? body, ContainFinding contain, HttpContext context, CancellationToken cancellationToken) =>
            FindingContainmentAnswer.Of(await contain.ExecuteAsync(id, body?.Note, context.Actor(), cancellationToken)))
            .Describes("containFinding", "Puts the certificates on hold and closes the sessions. Answers when they are closed.")
            .Refuses(400, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid)
            .Refuses(404, FindingErrors.NotFound, ThingErrors.NotFound).Refuses(409, FindingErrors.Closed)
            .Refuses(422, FindingErrors.NothingToContain);
        findings.MapPost("/{id}/resolve", async (
            string id, FindingNoteRequest? body, CloseFinding close, FindingQueries queries, HttpContext context,
            CancellationToken cancellationToken) =>
        {
            await close.ResolveAsync(id, body?.Note, context.Actor(), cancellationToken);
            return await ReadAsync(id, queries, context, cancellationToken);
        }).Describes("resolveFinding", "Marks a finding as dealt with.")
            .Refuses(400, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid)
            .Refuses(404, FindingErrors.NotFound).Refuses(409, FindingErrors.Closed);
        findings.MapPost("/{id}/accept", async (
            string id, AcceptFindingRequest body, CloseFinding close, FindingQueries queries, HttpContext context,
            CancellationToken cancellationToken) =>
        {
            await close.AcceptAsync(id, body.Until, body.Note, context.Actor(), cancellationToken);
            return await ReadAsync(id, queries, context, cancellationToken);
        }).Describes("acceptFinding", "Accepts the risk until a date. Until then, the same finding is not opened again.")
            .Refuses(400, FindingErrors.UntilInvalid, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid)
            .Refuses(404, FindingErrors.NotFound).Refuses(409, FindingErrors.Closed);
        findings.MapPost("/{id}/reopen", async (
            string id, FindingNoteRequest? body, CloseFinding close, FindingQueries queries, HttpContext context,
            CancellationToken cancellationToken) =>
        {
            await close.ReopenAsync(id, body?.Note, context.Actor(), cancellationToken);
            return await ReadAsync(id, queries, context, cancellationToken);
        }).Describes("reopenFinding", "Opens a closed finding again.")
            .Refuses(400, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid)
            .Refuses(404, FindingErrors.NotFound).Refuses(409, FindingErrors.NewerOpen);
        findings.MapPost("/{id}/comments", async (
            string id, FindingCommentRequest body, DiscussFinding discuss, FindingQueries queries, HttpContext context,
            CancellationToken cancellationToken) =>
        {
            await discuss.CommentAsync(id, body.Text, context.Actor(), cancellationToken);
            return await ReadAsync(id, queries, context, cancellationToken);
        }).Describes("commentOnFinding", "Writes a comment into the history.")
            .Refuses(400, FindingErrors.CommentEmpty, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid)
            .Refuses(404, FindingErrors.NotFound);
        findings.MapPost("/{id}/assign", async (
            string id, AssignFindingRequest body, DiscussFinding discuss, FindingQueries queries, HttpContext context,
            CancellationToken cancellationToken) =>
        {
            await discuss.AssignAsync(id, body.Assignee, context.Actor(), cancellationToken);
            return await ReadAsync(id, queries, context, cancellationToken);
        }).Describes("assignFinding", "Says who works on a finding.")
            .Refuses(400, FindingErrors.AssigneeInvalid).Refuses(404, FindingErrors.NotFound);
    }

    private static async Task<ListAnswer<FindingAnswer>> ListAsync(
        string? q, int? limit, string? cursor, FindingQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var take = Cursor.Limit(limit);
        long? after = Cursor.Read(cursor) is { } key ? Cursor.Number(key) : null;
        var page = await queries.AfterAsync(FindingQuery.Parse(q), after, take, context.Actor(), cancellationToken);
        return new ListAnswer<FindingAnswer>([.. page.Items.Select(FindingAnswer.Of)],
            page.Items.Count == take ? Cursor.Write(page.Items[^1].Key.ToString(CultureInfo.InvariantCulture)) : null, page.Total);
    }

    private static async Task<FindingAnswer> ReadAsync(
        string id, FindingQueries queries, HttpContext context, CancellationToken cancellationToken) => FindingAnswer.Of(
        await queries.FindAsync(id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound(FindingErrors.NotFound, id));
}
