using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;

namespace FleetPortal.Slices.Revocations;

/// <summary>The API endpoints <c>/certificates/issue-batch</c>, <c>/certificates/revoke-batch</c> and <c>/revocation-batches</c>.</summary>
internal static class BatchEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/certificates/revoke-batch", StartAsync).WithTags("Certificates")
            .Describes("startRevocationBatch", "Starts the revocation of many certificates; with dryRun, says what would end.")
            .Answers<RevocationBatchAnswer>(StatusCodes.Status202Accepted).Answers<BlastRadiusAnswer>()
            .Refuses(400, RevocationErrors.SelectionInvalid,
                RevocationErrors.CanaryInvalid, RequestErrors.StatusInvalid, CommonErrors.QueryInvalid,
                CertificateErrors.QueryPrivateKey, RequestErrors.CertificateIdInvalid, CommonErrors.ReasonInvalid)
            .Refuses(422, RevocationErrors.SelectionEmpty);
        api.MapPost("/certificates/issue-batch", IssueAsync).WithTags("Certificates")
            .Describes("issueCertificates", "Issues certificates to many Things; the answer names those that were not issued.")
            .Refuses(400, CertificateErrors.BatchInvalid);
        var batches = api.MapGroup("/revocation-batches").WithTags("Certificates").Takes("id", "The id of the batch.");
        batches.MapGet("", async (RevocationBatchQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<RevocationBatchAnswer>(
                [.. (await queries.ListAsync(context.Actor(), cancellationToken)).Select(RevocationBatchAnswer.Of)]))
            .Describes("listRevocationBatches", "Lists the batches of revocations, newest first.");
        batches.MapGet("/{id}",
            async (string id, RevocationBatchQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            RevocationBatchAnswer.Of(await queries.FindAsync(id, context.Actor(), cancellationToken)
                ?? throw FleetError.NotFound(RevocationErrors.BatchNotFound, id)))
            .Describes("getRevocationBatch", "Reads a batch of revocations.").Refuses(404, RevocationErrors.BatchNotFound);
        batches.MapPost("/{id}/resume",
            async (string id, ResumeRevocationBatch resume, HttpContext context, CancellationToken cancellationToken) =>
            RevocationBatchAnswer.Of(await resume.ExecuteAsync(id, context.Actor(), cancellationToken)))
            .Describes("resumeRevocationBatch", "Resumes a batch after its canary, or after a stop.")
            .Refuses(404, RevocationErrors.BatchNotFound).Refuses(409, RevocationErrors.BatchEnded);
        batches.MapPost("/{id}/stop",
            async (string id, StopRevocationBatch stop, HttpContext context, CancellationToken cancellationToken) =>
            RevocationBatchAnswer.Of(await stop.ExecuteAsync(id, context.Actor(), cancellationToken)))
            .Describes("stopRevocationBatch", "Stops a batch.")
                .Refuses(404, RevocationErrors.BatchNotFound).Refuses(409, RevocationErrors.BatchEnded);
    }

    private static async Task<IssueBatchAnswer> IssueAsync(
        IssueBatchBody body, IssueBatch issue, HttpContext context, CancellationToken cancellationToken)
    {
        var items = body.Items ?? [];
        if (items.Any(item => item?.CsrPem is null))
        {
            throw new FleetError(CertificateErrors.BatchInvalid, [new Fault("items",
                "Each item needs a csrPem, because a batch creates no keys.")]);
        }

        var done = await issue.ExecuteAsync([.. items.Select(item =>
            new IssueCertificateRequest(item.ThingName ?? "", item.CsrPem, item.ValidityDays))], context.Actor(), cancellationToken);
        return new IssueBatchAnswer(
            [.. done.Issued.Select(x => new IssuedItem(x.Certificate.Id.ToString(), x.Certificate.SerialNumber,
                x.Certificate.ThingName, x.Certificate.NotBefore, x.Certificate.NotAfter, x.CertificatePem, x.Certificate.AuthorityId!))],
            [.. done.Failed.Select(IssueFailureAnswer.Of)],
            done.Issued.DistinctBy(x => x.Certificate.AuthorityId).ToDictionary(x => x.Certificate.AuthorityId!, x => x.ChainPem));
    }

    private static async Task<IResult> StartAsync(
        RevokeBatchBody body, BlastRadiusQuery radius, StartRevocationBatch start, HttpContext context, CancellationToken cancellationToken)
    {
        var dryRun = body.DryRun ?? false;
        var request = new RevocationBatchRequest(body.ToSelection(),
            CertificateWireNames.ReasonOf(body.Reason, dryRun), body.CanaryPercent ?? 0);
        if (dryRun)
        {
            StartRevocationBatch.Check(request);
            return Results
                .Ok(BlastRadiusAnswer.Of(await radius.OfAsync(request.Selection, context.Actor(), cancellationToken, request.Reason)));
        }

        var batch = await start.ExecuteAsync(request, context.Actor(), cancellationToken);
        return Results.Accepted($"/api/v1/jobs/{batch.Id}", RevocationBatchAnswer.Of(batch));
    }
}
