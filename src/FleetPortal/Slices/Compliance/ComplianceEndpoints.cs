using System.Text.Json;
using System.Text.Json.Serialization;
using FleetPortal.Api;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace FleetPortal.Slices.Compliance;

/// <summary>The API endpoints <c>/compliance</c>, and the download of the report for people.</summary>
internal static class ComplianceEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(EnumName.Wire) },
    };

    public static void Map(RouteGroupBuilder api)
    {
        var practice = api.MapGroup("/compliance/best-practice-1.1").WithTags("Compliance");
        practice.MapGet("", ReadAsync).Describes("getBestPractice", "Reads the scorecard of Best Practice 1.1 with its evidence.");
        practice.MapGet("/history", HistoryAsync).Describes("getBestPracticeHistory", "Reads the scores of the last days.")
            .Takes("days", "How many days, 1 to 400; 90 if not given.").Refuses(400, ComplianceErrors.HistoryDaysInvalid);
    }

    /// <summary>Maps the report in JSON. It needs the session of a person instead of an API token.</summary>
    public static void MapDownload(WebApplication app) => app.MapGet($"/{ComplianceSlice.JsonAddress}", DownloadAsync)
        .RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<BestPracticeAnswer> ReadAsync(
        ComplianceQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        await AnswerAsync(queries, context.Actor(), cancellationToken);

    private static async Task<BestPracticeHistoryAnswer> HistoryAsync(
        int? days, ComplianceQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        BestPracticeHistoryAnswer.Of(
            await queries.HistoryAsync(days ?? ScorecardHistory.DefaultDays, context.Actor(), cancellationToken));

    private static async Task<IResult> DownloadAsync(
        ComplianceQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        if (context.User.FindActor() is not { } person)
        {
            return Results.Unauthorized();
        }

        try
        {
            var answer = await AnswerAsync(queries, person, cancellationToken);
            return Results.File(JsonSerializer.SerializeToUtf8Bytes(answer, Json), "application/json",
                $"best-practice-1.1-{answer.MeasuredAt.UtcDateTime:yyyy-MM-dd}.json");
        }
        catch (FleetError e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status403Forbidden);
        }
    }

    private static async Task<BestPracticeAnswer> AnswerAsync(
        ComplianceQueries queries, Actor actor, CancellationToken cancellationToken) => BestPracticeAnswer.Of(
        await queries.ReadAsync(actor, cancellationToken),
        await queries.HistoryAsync(ScorecardHistory.MaxDays, actor, cancellationToken));
}
