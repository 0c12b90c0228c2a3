using FleetPortal.Api;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Slices.Things;

namespace FleetPortal.Slices.Applications;

/// <summary>The API endpoints <c>/applications</c> and <c>/topics/listeners</c>.</summary>
internal static class ApplicationEndpoints
{
    private const string NotFound = ApplicationErrors.NotFound;

    public static void Map(RouteGroupBuilder api)
    {
        var applications = api.MapGroup("/applications").WithTags("Applications").Takes("name", "The name of the application.");
        applications.MapPost("", CreateAsync).Describes("createApplication", "Creates an application with its rights.")
            .AnswersCreated<ApplicationAnswer>().AnswersETag(StatusCodes.Status201Created)
            .Refuses(400, ApplicationErrors.Invalid).Refuses(409, ApplicationErrors.NameTaken, ApplicationErrors.NameCaseTwin);
        applications.MapGet("", ListAsync).Describes("listApplications", "Lists the applications by name.")
            .Takes("q", "A part of the name, the owner or the note.")
            .Refuses(400, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        applications.MapGet("/{name}", GetAsync).Describes("getApplication", "Reads an application.").AnswersETag().Refuses(404, NotFound);
        applications.MapPatch("/{name}", PatchAsync)
            .Describes("updateApplication", "Changes an application. A change of its rights closes its connections.")
            .TakesIfMatch().AnswersETag().Refuses(400, ApplicationErrors.Invalid).Refuses(404, NotFound);
        applications.MapDelete("/{name}", DeleteAsync)
            .Describes("deleteApplication", "Deletes an application, revokes its certificates and closes its connections.")
            .Answers<ApplicationDeletedAnswer>().TakesIfMatch().Refuses(404, NotFound);
        applications.MapPost("/{name}/certificates", IssueAsync)
            .Describes("issueApplicationCertificate", "Issues a certificate to an application, for a request or for a new key.")
            .AnswersCreated<IssuedAnswer>()
            .Refuses(400, ThingErrors.NameInvalid, RequestErrors.ProfileUnknown, PkiErrors.Pkcs12Password, PkiErrors.RequestUnreadable)
            .Refuses(404, NotFound, AuthorityErrors.NotFound)
            .Refuses(409, CommonErrors.PublicKeyTaken)
            .Refuses(422,
                ApplicationErrors.Disabled, CertificateErrors.KeyCompromised,
                PkiErrors.KeyUnsupported, PkiErrors.KeyWeak, PkiErrors.ValidityTooLong, AuthorityErrors.NotIssuing,
                PkiErrors.RequestAuthority,
                PkiErrors.RequestExtension, PkiErrors.RequestOtherName, PkiErrors.RequestSignature, PkiErrors.RequestUsage)
            .Refuses(503, AuthorityErrors.NoIssuer, AuthorityErrors.Expired, PkiErrors.KeyUnavailable);
        applications.MapPost("/{name}/enrolment-tokens", EnrolmentTokenAsync)
            .Describes("createApplicationEnrolmentToken", "Creates a token with which an application gets its first certificate over EST.")
            .Answers<ApplicationEnrolmentTokenAnswer>(StatusCodes.Status201Created)
            .Refuses(400, ThingErrors.NameInvalid, EnrolmentErrors.HoursInvalid).Refuses(404, NotFound)
            .Refuses(422, ApplicationErrors.Disabled);
        applications.MapGet("/{name}/enrolment-tokens",
            async (string name, EnrolmentTokenQueries tokens, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<OpenEnrolmentTokenAnswer>(
                [.. (await tokens.OpenAsync(name, PrincipalKind.Application, context.Actor(), cancellationToken))
                    .Select(OpenEnrolmentTokenAnswer.Of)]))
            .Describes("listApplicationEnrolmentTokens", "Lists the enrolment tokens of an application that can still be used.")
            .Refuses(404, NotFound);
        applications.MapDelete("/{name}/enrolment-tokens/{id:long}",
            async (string name, long id, CancelEnrolmentToken cancel, HttpContext context, CancellationToken cancellationToken) =>
        {
            await cancel.ExecuteAsync(name, PrincipalKind.Application, id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("cancelApplicationEnrolmentToken", "Ends an enrolment token of an application before it is used.")
            .Takes("id", "The id of the token.").AnswersNothing().Refuses(404, NotFound, EnrolmentErrors.TokenNotFound);
        api.MapGet("/topics/listeners", async (ListenerQueries listeners, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<ListenersAnswer>(
                [.. (await listeners.ListAsync(context.Actor(), cancellationToken)).Select(ListenersAnswer.Of)]))
            .WithTags("Applications").Describes("listListeners", "Lists what the fleet publishes, and which applications hear it.");
    }

    private static async Task<IResult> EnrolmentTokenAsync(
        string name, EnrolmentBody? body, CreateEnrolmentToken create, HttpContext context, CancellationToken cancellationToken) =>
        Results.Json(ApplicationEnrolmentTokenAnswer.Of(await create.ExecuteAsync(
            name, PrincipalKind.Application, body?.ValidityHours, context.Actor(), cancellationToken)),
            statusCode: StatusCodes.Status201Created);

    private static async Task<IResult> CreateAsync(ApplicationBody body, CreateApplication create,
        ApplicationQueries queries, LiveConnections connections, HttpContext context, CancellationToken cancellationToken)
    {
        var name = await create.ExecuteAsync(
            new CreateApplicationRequest(body.Name, body.Owner, body.Note, body.Hears, body.Publishes, body.MaxConnections),
            context.Actor(), cancellationToken);
        return Results.Created($"/api/v1/applications/{Uri.EscapeDataString(name)}",
            await ReadAsync(name, queries, connections, context, cancellationToken));
    }

    private static async Task<ListAnswer<ApplicationAnswer>> ListAsync(string? q, int? limit, string? cursor,
        ApplicationQueries queries, LiveConnections connections, HttpContext context, CancellationToken cancellationToken)
    {
        var (take, after) = (Cursor.Limit(limit), Cursor.Read(cursor));
        var items = await queries.ListAsync(q, after, take, context.Actor(), cancellationToken);
        return new ListAnswer<ApplicationAnswer>([.. items.Select(view => ApplicationAnswer.Of(view, connections))],
            items.Count == take ? Cursor.Write(items[^1].Name) : null, await queries.CountAsync(q, context.Actor(), cancellationToken));
    }

    private static Task<ApplicationAnswer> GetAsync(string name, ApplicationQueries queries, LiveConnections connections,
        HttpContext context, CancellationToken cancellationToken) => ReadAsync(name, queries, connections, context, cancellationToken);

    private static async Task<ApplicationAnswer> PatchAsync(string name, ApplicationPatch body, UpdateApplication update,
        ApplicationQueries queries, LiveConnections connections, HttpContext context, CancellationToken cancellationToken)
    {
        var version = await ExpectedAsync(name, body.Version, queries, context, cancellationToken);
        await update.ExecuteAsync(new UpdateApplicationRequest(name, body.Owner, body.Note, body.Hears, body.Publishes,
            body.MaxConnections, body.Enabled, version), context.Actor(), cancellationToken);
        return await ReadAsync(name, queries, connections, context, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(
        string name, DeleteApplication delete, ApplicationQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var version = await ExpectedAsync(name, null, queries, context, cancellationToken);
        var closed = await delete.ExecuteAsync(name, context.Actor(), cancellationToken, version);
        return Results.Ok(new ApplicationDeletedAnswer(name, closed));
    }

    private static Task<IResult> IssueAsync(
        string name, CertificateBody? body, IssueCertificate issue, HttpContext context, CancellationToken cancellationToken) =>
        IssueRequests.ExecuteAsync(name, PrincipalKind.Application, body, issue, context, cancellationToken);

    private static async Task<ApplicationAnswer> ReadAsync(string name, ApplicationQueries queries, LiveConnections connections,
        HttpContext context, CancellationToken cancellationToken)
    {
        var view = await FindAsync(name, queries, context, cancellationToken);
        EntityTags.Set(context, view.Version);
        return ApplicationAnswer.Of(view, connections);
    }

    private static async Task<ApplicationView> FindAsync(
        string name, ApplicationQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        await queries.FindAsync(name, context.Actor(), cancellationToken) ?? throw FleetError.NotFound(NotFound, name);

    private static async Task<long?> ExpectedAsync(
        string name, long? inBody, ApplicationQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        context.Request.Headers.IfMatch.Count == 0
            ? inBody : EntityTags.Expected(context, (await FindAsync(name, queries, context, cancellationToken)).Version, inBody);
}
