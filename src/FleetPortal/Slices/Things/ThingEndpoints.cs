using FleetPortal.Api;
using FleetPortal.Broker;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Revocations;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Things;

/// <summary>The API endpoints <c>/things</c>.</summary>
internal static class ThingEndpoints
{
    private const string NotFound = ThingErrors.NotFound;
    private const string Disabled = ThingErrors.Disabled;
    private const string KeyTaken = CommonErrors.PublicKeyTaken;

    public static void Map(RouteGroupBuilder api)
    {
        var things = api.MapGroup("/things").WithTags("Things").Takes("name", "The ThingName.");
        MapThing(things);
        MapCredentials(things);
        things.MapPost("/{name}/contain", ContainAsync)
            .Describes("containThing", "Contains a Thing: holds its certificates and ends its sessions; with dryRun, says what would end.")
            .AnswersEither<ContainAnswer, BlastRadiusAnswer>()
                .Refuses(400, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid).Refuses(404, NotFound);
        things.MapPost("/{name}/release", ReleaseAsync).Describes("releaseThing", "Releases a contained Thing.").Answers<ReleasedAnswer>()
            .Refuses(400, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid).Refuses(404, NotFound);
        things.MapPost("/{name}/commands/{command}", CommandAsync).Describes("sendCommand", "Sends a command to a Thing.")
            .Takes("command", "The name of the command, the last level of its topic.")
            .Answers<CommandAnswer>(StatusCodes.Status202Accepted)
            .Refuses(400, BrokerErrors.CommandInvalid).Refuses(404, NotFound);
    }

    private static void MapThing(RouteGroupBuilder things)
    {
        things.MapPost("", RegisterAsync).Describes("registerThing", "Registers a Thing.")
            .AnswersCreated<ThingAnswer>().AnswersETag(StatusCodes.Status201Created)
            .Refuses(400, ThingErrors.Invalid).Refuses(409, ThingErrors.NameTaken, ThingErrors.NameCaseTwin);
        things.MapGet("", ListAsync).Describes("listThings", "Lists Things.")
            .Takes("q",
                "Words of the ThingName, and filters such as status:active, type:meter, group:plant-2 and expires<30d; every term narrows.")
            .Takes("sort", "The order; a minus before it turns it round.")
            .Refuses(400, CommonErrors.QueryInvalid,
                CertificateErrors.QueryPrivateKey, RequestErrors.SortInvalid, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        things.MapGet("/{name}", GetAsync).Describes("getThing", "Reads a Thing.").AnswersETag().Refuses(404, NotFound);
        things.MapPatch("/{name}", PatchAsync).Describes("updateThing", "Changes a Thing. Omitted fields stay as they are.")
            .TakesIfMatch().AnswersETag().Refuses(400, ThingErrors.Invalid).Refuses(404, NotFound);
        things.MapDelete("/{name}", RetireAsync)
            .Describes("retireThing", "Retires a Thing and revokes its certificates; with forget, removes it.")
            .Answers<RetiredAnswer>()
            .Takes("forget", "Removes the Thing and frees its name. Needs the right to administer.").TakesIfMatch().Refuses(404, NotFound);
    }

    private static void MapCredentials(RouteGroupBuilder things)
    {
        things.MapPost("/{name}/certificates", IssueAsync)
            .Describes("issueCertificate", "Issues a certificate to a Thing, for a request or for a new key.")
            .AnswersCreated<IssuedAnswer>()
            .Refuses(400, ThingErrors.NameInvalid, RequestErrors.ProfileUnknown, PkiErrors.Pkcs12Password, PkiErrors.RequestUnreadable)
            .Refuses(404, NotFound, AuthorityErrors.NotFound)
            .Refuses(409, KeyTaken)
            .Refuses(422,
                Disabled, CertificateErrors.KeyCompromised, RotationErrors.KeyReused,
                PkiErrors.KeyUnsupported, PkiErrors.KeyWeak, PkiErrors.ValidityTooLong, AuthorityErrors.NotIssuing,
                PkiErrors.RequestAuthority,
                PkiErrors.RequestExtension, PkiErrors.RequestOtherName, PkiErrors.RequestSignature, PkiErrors.RequestUsage)
            .Refuses(503, AuthorityErrors.NoIssuer, AuthorityErrors.Expired, PkiErrors.KeyUnavailable);
        things.MapPost("/{name}/certificates/registered", RegisterCertificateAsync)
            .Describes("importCertificate", "Registers a certificate that another authority issued to a Thing.")
            .AnswersCreated<CertificateAnswer>()
            .Refuses(400, ThingErrors.NameInvalid, PkiErrors.CertificateUnreadable)
                .Refuses(404, NotFound).Refuses(409, KeyTaken, CertificateErrors.Taken)
            .Refuses(422,
                Disabled, CertificateErrors.KeyCompromised, RotationErrors.KeyReused, PkiErrors.KeyUnsupported, PkiErrors.KeyWeak,
                CertificateErrors.Own, CertificateErrors.NotTrusted, PkiErrors.CertificateExpired, PkiErrors.CertificateIsAuthority,
                PkiErrors.CertificateUsage, PkiErrors.CertificateNames, PkiErrors.CertificateSignature, PkiErrors.ChainUnreadable,
                PkiErrors.ChainTooLong, CertificateErrors.IssuerUnknown, AuthorityErrors.Disabled, AuthorityErrors.Expired,
                AuthorityErrors.NotYetValid,
                PkiErrors.AuthorityNotCa, PkiErrors.AuthorityKey, AuthorityErrors.RevokedByAuthority, AuthorityErrors.TooManyIntermediates);
        things.MapPost("/{name}/enrolment-tokens", EnrolmentTokenAsync)
            .Describes("createEnrolmentToken", "Creates a token with which a device gets its first certificate over EST.")
            .Answers<EnrolmentTokenAnswer>(StatusCodes.Status201Created)
            .Refuses(400, ThingErrors.NameInvalid, EnrolmentErrors.HoursInvalid).Refuses(404, NotFound).Refuses(422, Disabled);
        things.MapGet("/{name}/enrolment-tokens",
            async (string name, EnrolmentTokenQueries tokens, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<OpenEnrolmentTokenAnswer>(
                [.. (await tokens.OpenAsync(name, PrincipalKind.Thing, context.Actor(), cancellationToken))
                    .Select(OpenEnrolmentTokenAnswer.Of)]))
            .Describes("listEnrolmentTokens", "Lists the enrolment tokens of a Thing that can still be used.").Refuses(404, NotFound);
        things.MapDelete("/{name}/enrolment-tokens/{id:long}",
            async (string name, long id, CancelEnrolmentToken cancel, HttpContext context, CancellationToken cancellationToken) =>
        {
            await cancel.ExecuteAsync(name, PrincipalKind.Thing, id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("cancelEnrolmentToken", "Ends an enrolment token before it is used.").Takes("id", "The id of the token.")
            .AnswersNothing().Refuses(404, NotFound, EnrolmentErrors.TokenNotFound);
    }

    private static async Task<IResult> RegisterAsync(
        ThingBody body, RegisterThing register, ThingQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var name = await register.ExecuteAsync(new RegisterThingRequest(body.Name, body.Type, body.Groups, body.Attributes),
            context.Actor(), cancellationToken);
        return Results.Created($"/api/v1/things/{Uri.EscapeDataString(name.ToString())}",
            await ReadAsync(name.ToString(), queries, context, cancellationToken));
    }

    private static async Task<ListAnswer<ThingItem>> ListAsync(
        string? q, [OneOf(typeof(ThingSort), IsReversible = true)] string? sort,
        int? limit, string? cursor, ThingQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var take = Cursor.Limit(limit);
        var order = ApiSort.ParseThings(sort);
        var after = Cursor.ReadPlace(cursor) is { } place ? PlaceOf(place.Key, place.At, order) : null;
        var page = await queries.ListAfterAsync(ThingQuery.Parse(q), order, after, take, context.Actor(), cancellationToken);
        var last = page.Items.Count == take ? ThingPlace.Of(page.Items[^1], order) : null;
        return new ListAnswer<ThingItem>([.. page.Items.Select(ThingItem.Of)], last is null
            ? null : Cursor.WritePlace(order.By == ThingSort.Type ? $"{last.Name}~{last.Type}" : last.Name, last.At), page.Total);
    }

    // Neither a ThingName nor a type contains '~'.
    private static ThingPlace PlaceOf(
        string key, DateTimeOffset? at, ThingOrder order) => order.By == ThingSort.Type && key.Split('~', 2) is [var name, var type]
        ? new ThingPlace(name, null, type.Length == 0 ? null : type)
        : new ThingPlace(key, at);

    private static Task<ThingAnswer> GetAsync(string name, ThingQueries queries,
        HttpContext context, CancellationToken cancellationToken) => ReadAsync(name, queries, context, cancellationToken);

    private static async Task<ThingAnswer> PatchAsync(
        string name, ThingPatch body, UpdateThing update, ThingQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var version = await ExpectedAsync(name, body.Version, queries, context, cancellationToken);
        await update.ExecuteAsync(new UpdateThingRequest(
            name, body.Type, body.Groups, body.Attributes, body.Enabled, version, body.RollingProof),
            context.Actor(), cancellationToken);
        return await ReadAsync(name, queries, context, cancellationToken);
    }

    private static async Task<IResult> RetireAsync(
        string name, bool? forget, RetireThing retire, ThingQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var version = await ExpectedAsync(name, null, queries, context, cancellationToken);
        var closed = await retire.ExecuteAsync(name, forget ?? false, context.Actor(), cancellationToken, version);
        return Results.Ok(new RetiredAnswer(name, closed));
    }

    private static Task<IResult> IssueAsync(
        string name, CertificateBody? body, IssueCertificate issue, HttpContext context, CancellationToken cancellationToken) =>
        IssueRequests.ExecuteAsync(name, PrincipalKind.Thing, body, issue, context, cancellationToken);

    private static async Task<IResult> RegisterCertificateAsync(
        string name, ImportCertificateRequest body, RegisterCertificate register, HttpContext context, CancellationToken cancellationToken)
    {
        var request = new CertificateImport(name, body.CertificatePem ?? "", body.ChainPem, body.Pin ?? false);
        var view = await register.ExecuteAsync(request, context.Actor(), cancellationToken);
        return Results.Created($"/api/v1/certificates/{view.Id}", CertificateAnswer.Of(view, PemText.NotesOf(body.CertificatePem)));
    }

    private static async Task<IResult> EnrolmentTokenAsync(
        string name, EnrolmentBody? body, CreateEnrolmentToken create, HttpContext context, CancellationToken cancellationToken) =>
        Results.Json(EnrolmentTokenAnswer.Of(await create.ExecuteAsync(
            name, PrincipalKind.Thing, body?.ValidityHours, context.Actor(), cancellationToken)), statusCode: StatusCodes.Status201Created);

    private static async Task<IResult> ContainAsync(string name,
        HoldRequest? body, ContainThing contain, BlastRadiusQuery radius, HttpContext context, CancellationToken cancellationToken)
    {
        if (body?.DryRun ?? false)
        {
            return Results.Ok(BlastRadiusAnswer.Of(await radius.OfThingAsync(name, context.Actor(), cancellationToken)));
        }

        var done = await contain.ExecuteAsync(name, body?.Note, context.Actor(), cancellationToken);
        return Results.Ok(new ContainAnswer("contained", done.SessionsClosed,
            [.. done.CertificatesHeld.Select(id => id.ToString())], done.Elapsed.TotalMilliseconds, KnownAnswer.Of(done.Known)));
    }

    private static async Task<IResult> ReleaseAsync(
        string name, ReleaseRequest? body, ReleaseThing release, HttpContext context, CancellationToken cancellationToken)
    {
        var released = await release.ExecuteAsync(name, body?.Note, context.Actor(), cancellationToken);
        return Results.Ok(new ReleasedAnswer("released", [.. released.Select(id => id.ToString())]));
    }

    private static async Task<IResult> CommandAsync(
        string name, string command, CommandBody body, SendCommand send, HttpContext context, CancellationToken cancellationToken)
    {
        var payload = body.Payload.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : body.Payload.GetRawText();
        var sent = await send.ExecuteAsync(name, command, payload, context.Actor(), cancellationToken);
        return Results.Accepted(null, new CommandAnswer(sent.Topic, sent.Outcome));
    }

    private static async Task<ThingAnswer> ReadAsync(
        string name, ThingQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var thing = ThingAnswer.Of(await FindAsync(name, queries, context, cancellationToken));
        EntityTags.Set(context, thing.Version);
        return thing;
    }

    private static async Task<ThingView> FindAsync(
        string name, ThingQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        await queries.FindAsync(name, context.Actor(), cancellationToken) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);

    private static async Task<long?> ExpectedAsync(
        string name, long? inBody, ThingQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        context.Request.Headers.IfMatch.Count == 0
            ? inBody : EntityTags.Expected(context, (await FindAsync(name, queries, context, cancellationToken)).Version, inBody);
}
