using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>One that was not issued.</summary>
public sealed record IssueFailure(string ThingName, string Code, string Message);

/// <summary>What became of a batch: those that were issued, in no order, and those that were not.</summary>
public sealed record IssuedBatch(IReadOnlyList<IssuedCertificate> Issued, IReadOnlyList<IssueFailure> Failed);

/// <summary>Issues certificates to many Things at once. Each is issued or not for itself: one bad request spoils no other.</summary>
public sealed class IssueBatch(IssueCertificate issue)
{
    /// <summary>The most in one request.</summary>
    public const int MaxItems = 1000;

    // So many wait together for the same commit; more would only hold memory.
    private const int MaxParallel = 128;

    /// <exception cref="FleetError"><c>batch-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<IssuedBatch> ExecuteAsync(IReadOnlyList<IssueCertificateRequest> requests, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        if (requests.Count is 0 or > MaxItems)
        {
            throw new FleetError(CertificateErrors.BatchInvalid, [new Fault("items", $"Give 1 to {MaxItems} items.")]);
        }

        var (issued, failed) = (new ConcurrentBag<IssuedCertificate>(), new ConcurrentBag<IssueFailure>());
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken }, async (request, cancel) =>
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
