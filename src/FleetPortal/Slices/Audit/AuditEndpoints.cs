using System.Globalization;
using FleetPortal.Api;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace FleetPortal.Slices.Audit;

/// <summary>The API endpoints <c>/audit</c> and <c>/audit/head</c>, and the export for people.</summary>
internal static class AuditEndpoints
{
    /// <summary>The path of the export.</summary>
    public const string ExportPath = "/audit/export";

    public static void Map(RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", ListAsync).Describes("listAuditEntries", "Lists the entries of the audit, newest first.")
            .Answers<AuditListAnswer>()
            .Takes("actor", "Only entries of the actor with this name.").Takes("action", "Only this action, such as certificate.revoked.")
            .Takes("target", "Only entries about this target or this Thing.")
            .Takes("from", "Only entries from this time on.").Takes("to", "Only entries before this time.")
            .Refuses(400, AuditErrors.FilterInvalid, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        audit.MapGet("/head", HeadAsync).Describes("getAuditHead", "Reads the newest entry's hash and the state of the chain.")
            .Answers<AuditHeadAnswer>();
    }

    /// <summary>Maps the export, which the audit page links to. It needs the session of a person instead of an API token.</summary>
    public static void MapExport(
        WebApplication app) => app.MapGet(ExportPath, ExportAsync).RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<AuditListAnswer> ListAsync(
        string? actor, string? action, string? target, DateTimeOffset? from,
        DateTimeOffset? to, int? limit, string? cursor, AuditQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var take = Cursor.Limit(limit);
        var entries = await queries.ListAsync(new AuditFilter(actor, action, target, from, to),
            Cursor.ReadNumber(cursor), take, context.Actor(), cancellationToken);
        var next = entries.Count == take ? Cursor.Write(entries[^1].Sequence.ToString(CultureInfo.InvariantCulture)) : null;
        return new AuditListAnswer([.. entries.Select(AuditEntryAnswer.Of)], next);
    }

    private static async Task<AuditHeadAnswer> HeadAsync(
        AuditQueries queries, AuditVerifier verifier, HttpContext context, CancellationToken cancellationToken) =>
        AuditHeadAnswer.Of(await queries.HeadAsync(context.Actor(), cancellationToken), verifier.State);

    private static IResult ExportAsync(string? format,
        string? actor, string? action, string? target, DateTimeOffset? from, DateTimeOffset? to, AuditQueries queries, HttpContext context)
    {
        if (context.User.FindActor() is not { } person)
        {
            return Results.Unauthorized();
        }

        if (AuditExport.Of(format) is not { } export)
        {
            return Results.Problem("The format must be csv or jsonl.", statusCode: StatusCodes.Status400BadRequest);
        }

        var filter = new AuditFilter(actor, action, target, from, to);
        try
        {
            filter.Validate();
        }
        catch (FleetError e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }

        var entries = queries.ExportAsync(filter, person, context.RequestAborted);
        return Results.Stream(stream => export.WriteAsync(stream, entries, context.RequestAborted), export.ContentType, export.FileName);
    }
}
