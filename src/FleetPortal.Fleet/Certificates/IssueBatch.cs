using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A request of a batch that failed.</summary>
public sealed record IssueFailure(string ThingName, string Code, string Message);

/// <summary>The result of a batch: the issued certificates, in no particular order, and the failures.</summary>
public sealed record IssuedBatch(IReadOnlyList<IssuedCertificate> Issued, IReadOnlyList<IssueFailure> Failed);

/// <summary>
/// Issues certificates for many Things in one request. The items are independent: a failed item does not affect the others.
/// </summary>
public sealed class IssueBatch(IssueCertificate issue)
{
    /// <summary>The highest number of items in one request.</summary>
    public const int MaxItems = 1000;

    // The number of items that wait for the same commit. More would only use memory.
    private const int MaxParallel = 128;

    /// <summary>Issues all items. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <exception cref="FleetError"><c>batch-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<IssuedBatch> ExecuteAsync(
        IReadOnlyList<IssueCertificateRequest> requests, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        if (requests.Count is 0 or > MaxItems)
        {
            throw new FleetError(CertificateErrors.BatchInvalid, [new Fault("items", $"Send 1 to {MaxItems} items.")]);
        }

        var (issued, failed) = (new ConcurrentBag<IssuedCertificate>(), new ConcurrentBag<IssueFailure>());
        await Parallel.ForEachAsync(requests,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken }, async (request, cancel) =>
        {
            try
            {
                issued.Add(await issue.ExecuteAsync(request, actor, cancel));
            }
            catch (FleetError e)
            {
                failed.Add(new IssueFailure(request.ThingName, e.Code, e.Message));
            }
        });
        return new IssuedBatch([.. issued], [.. failed]);
    }
}
