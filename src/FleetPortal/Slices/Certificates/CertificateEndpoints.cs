using System.Globalization;
using FleetPortal.Api;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Certificates;

/// <summary>The API endpoints <c>/certificates</c> and <c>/expiry-warnings</c>.</summary>
internal static class CertificateEndpoints
{
    private const string InvalidId = RequestErrors.CertificateIdInvalid;
    private const string NotFound = CertificateErrors.NotFound;
    private const string Revoked = CertificateErrors.Revoked;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/expiry-warnings", async (ExpiryQueries expiry, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<ExpiryWarningAnswer>(
                [.. (await expiry.WarningsAsync(context.Actor(), cancellationToken)).Select(ExpiryWarningAnswer.Of)]))
            .WithTags("Certificates").Describes("listExpiryWarnings", "Lists what is about to expire, by warning.");
        var certificates = api.MapGroup("/certificates").WithTags("Certificates")
            .Takes("id", "The id of the certificate: its SHA-256, 64 hexadecimal digits.");
        certificates.MapGet("", ListAsync).Describes("listCertificates", "Lists certificates.")
            .Takes("status", "Only certificates of this status.").Takes("expiresBefore", "Only certificates that expire before this time.")
            .Takes("authority", "Only certificates of this authority, by id.")
                .Takes("thing", "Only certificates of this Thing, by its ThingName.")
            .Takes("q", "Finds by serial number, fingerprint, subject or ThingName.")
            .Takes("sort", "The order: the newest first, or the soonest to expire first.")
            .Refuses(400, RequestErrors.StatusInvalid, RequestErrors.SortInvalid,
                CommonErrors.QueryInvalid, CertificateErrors.QueryPrivateKey, RequestErrors.LimitInvalid, RequestErrors.CursorInvalid);
        certificates.MapGet("/{id}", GetAsync).Describes("getCertificate", "Reads a certificate.")
            .Refuses(400, InvalidId).Refuses(404, NotFound);
        certificates.MapPost("/{id}/hold", HoldAsync)
            .Describes("holdCertificate", "Puts a certificate on hold and ends its sessions; with dryRun, says what would end.")
            .AnswersEither<StatusAnswer, BlastRadiusAnswer>()
            .Refuses(400, InvalidId, CommonErrors.NoteTooLong, CommonErrors.NoteInvalid).Refuses(404, NotFound).Refuses(409, Revoked);
        certificates.MapPost("/{id}/release",
            async (string id, ReleaseCertificate release, HttpContext context, CancellationToken cancellationToken) =>
            StatusAnswer.Of(await release.ExecuteAsync(Id(id), context.Actor(), cancellationToken)))
            .Describes("releaseCertificate", "Releases a certificate from hold.")
            .Refuses(400, InvalidId).Refuses(404, NotFound).Refuses(409, Revoked).Refuses(422, AuthorityErrors.RevokedByAuthority);
        certificates.MapPost("/{id}/revoke", RevokeAsync)
            .Describes("revokeCertificate", "Revokes a certificate for good and ends its sessions; with dryRun, says what would end.")
            .AnswersEither<StatusAnswer, BlastRadiusAnswer>()
            .Refuses(400, InvalidId, CommonErrors.ReasonInvalid).Refuses(404, NotFound).Refuses(409, Revoked)
            .Refuses(422, RevocationErrors.LastCredential);
    }

    private static async Task<IResult> HoldAsync(string id,
        HoldRequest? body, HoldCertificate hold, BlastRadiusQuery radius, HttpContext context, CancellationToken cancellationToken) =>
        body?.DryRun ?? false
            ? Results.Ok(BlastRadiusAnswer
                .Of(await radius.OfAsync(new CertificateSelection([Id(id)], null), context.Actor(), cancellationToken)))
            : Results.Ok(StatusAnswer.Of(await hold.ExecuteAsync(Id(id), context.Actor(), cancellationToken, body?.Note)));

    private static async Task<IResult> RevokeAsync(string id,
        RevokeBody body, RevokeCertificate revoke, BlastRadiusQuery radius, HttpContext context, CancellationToken cancellationToken)
    {
        var dryRun = body.DryRun ?? false;
        var reason = CertificateWireNames.ReasonOf(body.Reason, dryRun);
        return dryRun
            ? Results.Ok(BlastRadiusAnswer
                .Of(await radius.OfAsync(new CertificateSelection([Id(id)], null), context.Actor(), cancellationToken, reason)))
            : Results
                .Ok(StatusAnswer.Of(await revoke.ExecuteAsync(Id(id), reason, context.Actor(), cancellationToken, body.KeepLast ?? false)));
    }

    private static async Task<ListAnswer<CertificateAnswer>> ListAsync(
        [OneOf(typeof(CertificateStatusFilter))] string? status, DateTimeOffset? expiresBefore, string? authority, string? thing, string? q,
        [OneOf(typeof(CertificateSort))] string? sort,
        int? limit, string? cursor, CertificateQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var take = Cursor.Limit(limit);
        var query = new CertificateQuery(Status(status), null, expiresBefore, q, authority, ThingName: thing);
        var place = Cursor.ReadPlace(cursor) is { } after
            ? new CertificateCursor(Cursor.Number(after.Key), after.At ?? DateTimeOffset.UnixEpoch) : null;
        var page = await queries.ListAfterAsync(query,
            ApiSort.Parse(sort, CertificateSort.Issued), place, take, context.Actor(), cancellationToken);
        return new ListAnswer<CertificateAnswer>([.. page.Items.Select(view => CertificateAnswer.Of(view))], page.Items.Count == take
            ? Cursor.WritePlace(page.Items[^1].Key.ToString(CultureInfo.InvariantCulture), page.Items[^1].NotAfter) : null, page.Total);
    }

    private static async Task<CertificateAnswer> GetAsync(
        string id, CertificateQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        CertificateAnswer.Of(await queries.FindAsync(Id(id), context.Actor(), cancellationToken)
            ?? throw FleetError.NotFound(CertificateErrors.NotFound, id));

    internal static CertificateId Id(string text) =>
        CertificateId.TryParse(text, out var id) ? id.Value : throw new FleetError(InvalidId,
            [new Fault("id", "A certificate id is the SHA-256 of the certificate: 64 hexadecimal digits.")]);

    internal static CredentialFilter? Status(string? status) => status switch
    {
        null => null,
        "inactive" => CredentialFilter.Hold,
        "pendingActivation" => CredentialFilter.Pending,

        // hold and pending are the spellings of the search box; scripts may go on using them.
        _ => EnumName.TryParse<CredentialFilter>(status, out var filter) && filter != CredentialFilter.None
            ? filter
            : throw new FleetError(RequestErrors.StatusInvalid, [new Fault("status",
                "The status must be active, expiring, expired, pendingActivation, inactive or revoked.")]),
    };
}
