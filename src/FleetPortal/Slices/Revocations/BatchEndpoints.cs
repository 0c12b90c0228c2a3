using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Slices.Certificates;

namespace FleetPortal.Slices.Revocations;

/// <summary>Certificates by <c>ids</c>, or by the filters of the list.</summary>
public record CertificateSelectionBody(IReadOnlyList<string>? Ids, string? Q, string? Status, string? Authority, DateTimeOffset? ExpiresFrom, DateTimeOffset? ExpiresBefore)
{
    /// <summary>As the use cases take it; one id too many is enough to be refused.</summary>
    internal CertificateSelection ToSelection()
    {
        var query = new CertificateQuery(CertificateEndpoints.Status(Status), ExpiresFrom, ExpiresBefore, string.IsNullOrWhiteSpace(Q) ? null : Q, Authority);
        return Ids is { } ids
            ? new CertificateSelection([.. ids.Take(CertificateSelection.MaxIds + 1).Select(CertificateEndpoints.Id)], query == new CertificateQuery() ? null : query)
            : new CertificateSelection(null, query);
    }
}

/// <summary>Body of <c>POST /certificates/revoke-batch</c>.</summary>
/// <param name="DryRun">Only says what would end.</param>
/// <param name="CanaryPercent">So many are revoked first; the rest follows when the batch is resumed.</param>
public sealed record RevokeBatchBody(
    IReadOnlyList<string>? Ids, string? Q, string? Status, string? Authority, DateTimeOffset? ExpiresFrom, DateTimeOffset? ExpiresBefore, string? Reason, bool? DryRun, int? CanaryPercent)
    : CertificateSelectionBody(Ids, Q, Status, Authority, ExpiresFrom, ExpiresBefore);

/// <summary>Body of <c>POST /certificates/issue-batch</c>.</summary>
public sealed record IssueBatchBody(IReadOnlyList<IssueItem>? Items);

/// <summary>One of a batch: a Thing and its request, whose key stays with the device.</summary>
public sealed record IssueItem(string? ThingName, string? CsrPem, int? ValidityDays);

/// <summary>One that was issued.</summary>
public sealed record IssuedItem(string Id, string SerialNumber, string ThingName, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string CertificatePem, string Authority);

/// <summary>What became of a batch.</summary>
/// <param name="Chains">By authority, its chain in PEM: once, and not with every certificate.</param>
public sealed record IssueBatchAnswer(IReadOnlyList<IssuedItem> Issued, IReadOnlyList<IssueFailure> Failed, IReadOnlyDictionary<string, string> Chains);

/// <summary>A batch of revocations.</summary>
public sealed record RevocationBatchAnswer(
    string Id, string Selection, string Reason, string State, int Total, int Canary, int Done, int Failed, int SessionsClosed, int LeftWithoutCredential,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, IReadOnlyList<BatchFailure> Failures, KnownAnswer? KnownAfterMilliseconds)
{
    /// <summary>From a view.</summary>
    public static RevocationBatchAnswer Of(RevocationBatchView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new RevocationBatchAnswer(
            view.Id, view.Selection, view.Reason.Text(), Word(view.State), view.Total, view.Canary, view.Done, view.Failed, view.SessionsClosed, view.LeftWithoutCredential,
            view.CreatedAt, view.CreatedBy, view.EndedAt, view.Failures, view.Known is { } known ? KnownAnswer.Of(known) : null);
    }

    internal static string Word(BatchState state) => state.ToString().ToLowerInvariant();
}

/// <summary><c>/certificates/issue-batch</c>, <c>/certificates/revoke-batch</c> and <c>/revocation-batches</c>.</summary>
internal static class BatchEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/certificates/revoke-batch", StartAsync).Produces<RevocationBatchAnswer>(StatusCodes.Status202Accepted).WithTags("Certificates");
        api.MapPost("/certificates/issue-batch", IssueAsync).WithTags("Certificates");
        var batches = api.MapGroup("/revocation-batches").WithTags("Certificates");
        batches.MapGet("", async (RevocationBatchQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            new { items = (await queries.ListAsync(context.Actor(), cancellationToken)).Select(RevocationBatchAnswer.Of) });
        batches.MapGet("/{id}", async (string id, RevocationBatchQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            RevocationBatchAnswer.Of(await queries.FindAsync(id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound("revocation-batch", id)));
        foreach (var (verb, resume) in new[] { ("resume", true), ("stop", false) })
        {
            batches.MapPost("/{id}/" + verb, async (string id, SteerRevocationBatch steer, HttpContext context, CancellationToken cancellationToken) =>
                RevocationBatchAnswer.Of(await steer.ExecuteAsync(id, resume, context.Actor(), cancellationToken)));
        }
    }

    private static async Task<IssueBatchAnswer> IssueAsync(IssueBatchBody body, IssueBatch issue, HttpContext context, CancellationToken cancellationToken)
    {
        var items = body.Items ?? [];
        if (items.Any(item => item?.CsrPem is null))
        {
            throw new FleetError("batch-invalid", [new Fault("items", "Each item needs a csrPem: a batch makes no keys.")]);
        }

        var done = await issue.ExecuteAsync([.. items.Select(item => new IssueCertificateRequest(item.ThingName ?? "", item.CsrPem, item.ValidityDays))], context.Actor(), cancellationToken);
        return new IssueBatchAnswer(
            [.. done.Issued.Select(x => new IssuedItem(x.Certificate.Id.ToString(), x.Certificate.SerialNumber, x.Certificate.ThingName, x.Certificate.NotBefore, x.Certificate.NotAfter, x.CertificatePem, x.Certificate.AuthorityId!))],
            done.Failed,
            done.Issued.DistinctBy(x => x.Certificate.AuthorityId).ToDictionary(x => x.Certificate.AuthorityId!, x => x.ChainPem));
    }

    private static async Task<IResult> StartAsync(RevokeBatchBody body, BlastRadiusQuery radius, StartRevocationBatch start, HttpContext context, CancellationToken cancellationToken)
    {
        var dryRun = body.DryRun ?? false;
        var request = new RevocationBatchRequest(body.ToSelection(), CertificateWords.ReasonOf(body.Reason, dryRun), body.CanaryPercent ?? 0);
        if (dryRun)
        {
            StartRevocationBatch.Check(request);
            return Results.Ok(await radius.OfAsync(request.Selection, context.Actor(), cancellationToken, request.Reason));
        }

        var batch = await start.ExecuteAsync(request, context.Actor(), cancellationToken);
        return Results.Accepted($"/api/v1/jobs/{batch.Id}", RevocationBatchAnswer.Of(batch));
    }
}
