using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Slices.Certificates;

namespace FleetPortal.Slices.Revocations;

/// <summary>A selection of certificates: by <paramref name="Ids"/>, or by the filters of the list.</summary>
/// <param name="Ids">The ids of the certificates.</param>
/// <param name="Q">A search text, as in the list.</param>
/// <param name="Status">A status, as in the list.</param>
/// <param name="Authority">The id of an authority.</param>
/// <param name="ExpiresFrom">The start of the range of expiry dates.</param>
/// <param name="ExpiresBefore">The end of the range of expiry dates, exclusive.</param>
public record CertificateSelectionBody(
    IReadOnlyList<string>? Ids, string? Q, [property: OneOf(typeof(CertificateStatusFilter))] string? Status,
    string? Authority, DateTimeOffset? ExpiresFrom, DateTimeOffset? ExpiresBefore)
{
    /// <summary>Converts the body. Of too many ids it takes one more than allowed, which the use case refuses.</summary>
    internal CertificateSelection ToSelection()
    {
        var query = new CertificateQuery(CertificateEndpoints.Status(Status),
            ExpiresFrom, ExpiresBefore, string.IsNullOrWhiteSpace(Q) ? null : Q, Authority);
        return Ids is { } ids
            ? new CertificateSelection([.. ids.Take(CertificateSelection.MaxIds + 1).Select(CertificateEndpoints.Id)],
                query == new CertificateQuery() ? null : query)
            : new CertificateSelection(null, query);
    }
}

/// <summary>The body of <c>POST /certificates/revoke-batch</c>.</summary>
/// <param name="Ids">The ids of the certificates.</param>
/// <param name="Q">A search text, as in the list.</param>
/// <param name="Status">A status, as in the list.</param>
/// <param name="Authority">The id of an authority.</param>
/// <param name="ExpiresFrom">The start of the range of expiry dates.</param>
/// <param name="ExpiresBefore">The end of the range of expiry dates, exclusive.</param>
/// <param name="Reason">The reason, spelled as in RFC 5280 §5.3.1.</param>
/// <param name="DryRun">Whether to return the impact only and change nothing.</param>
/// <param name="CanaryPercent">The share in percent that is revoked first. The rest follows when the batch is resumed.</param>
public sealed record RevokeBatchBody(
    IReadOnlyList<string>? Ids, string? Q, string? Status, string? Authority, DateTimeOffset? ExpiresFrom, DateTimeOffset? ExpiresBefore,
    [property: OneOf(typeof(RevocationReason))] string? Reason, bool? DryRun, int? CanaryPercent)
    : CertificateSelectionBody(Ids, Q, Status, Authority, ExpiresFrom, ExpiresBefore);

/// <summary>The body of <c>POST /certificates/issue-batch</c>.</summary>
/// <param name="Items">The certificates to issue.</param>
public sealed record IssueBatchBody(IReadOnlyList<IssueItem>? Items);

/// <summary>One certificate to issue: a Thing and its PKCS#10 request. The private key stays on the device.</summary>
/// <param name="ThingName">The name of the Thing.</param>
/// <param name="CsrPem">The request in PEM.</param>
/// <param name="ValidityDays">The validity in days; null takes the default.</param>
public sealed record IssueItem(string? ThingName, string? CsrPem, int? ValidityDays);

/// <summary>A certificate that a batch issued.</summary>
public sealed record IssuedItem(string Id,
    string SerialNumber, string ThingName, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string CertificatePem, string Authority);

/// <summary>The answer of <c>POST /certificates/issue-batch</c>.</summary>
/// <param name="Issued">The issued certificates.</param>
/// <param name="Failed">The items that failed.</param>
/// <param name="Chains">The chain of each issuing authority in PEM, by the id of the authority.</param>
public sealed record IssueBatchAnswer(
    IReadOnlyList<IssuedItem> Issued, IReadOnlyList<IssueFailureAnswer> Failed, IReadOnlyDictionary<string, string> Chains);

/// <summary>A revocation batch with its progress.</summary>
public sealed record RevocationBatchAnswer(
    string Id, string Selection,
    RevocationReason Reason, BatchState State, int Total, int Canary, int Done, int Failed, int SessionsClosed, int LeftWithoutCredential,
    DateTimeOffset CreatedAt,
    string CreatedBy, DateTimeOffset? EndedAt, IReadOnlyList<BatchFailureAnswer> Failures, KnownAnswer? KnownAfterMilliseconds)
{
    /// <summary>Converts a view of a batch.</summary>
    public static RevocationBatchAnswer Of(RevocationBatchView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new RevocationBatchAnswer(
            view.Id, view.Selection,
            view.Reason, view.State, view.Total, view.Canary, view.Done, view.Failed, view.SessionsClosed, view.LeftWithoutCredential,
            view.CreatedAt, view.CreatedBy,
            view.EndedAt, [.. view.Failures.Select(BatchFailureAnswer.Of)], view.Known is { } known ? KnownAnswer.Of(known) : null);
    }
}

/// <summary>
/// The propagation times of a status change in milliseconds. A time is left out if it does not apply or is not known yet.
/// </summary>
/// <param name="SessionClosed">Until the sessions were closed.</param>
/// <param name="ReconnectRefused">Until a reconnect was refused.</param>
/// <param name="Ocsp">Until OCSP answered with the new status.</param>
/// <param name="Crl">Until the CRL was published.</param>
public sealed record KnownAnswer(double? SessionClosed, double? ReconnectRefused, double? Ocsp, double? Crl)
{
    /// <summary>Converts measured propagation times.</summary>
    public static KnownAnswer Of(PropagationTimes known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new KnownAnswer(known.SessionClosed?.TotalMilliseconds,
            known.ReconnectRefused?.TotalMilliseconds, known.Ocsp?.TotalMilliseconds, known.Crl?.TotalMilliseconds);
    }
}

/// <summary>An item of a batch that was not issued.</summary>
/// <param name="ThingName">The name of the Thing.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error as a sentence.</param>
public sealed record IssueFailureAnswer(string ThingName, string Code, string Message)
{
    /// <summary>Converts a failure of an issue batch.</summary>
    public static IssueFailureAnswer Of(IssueFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new IssueFailureAnswer(failure.ThingName, failure.Code, failure.Message);
    }
}

/// <summary>A certificate of a batch that was not revoked.</summary>
/// <param name="Id">The id of the certificate.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error as a sentence.</param>
public sealed record BatchFailureAnswer(string Id, string Code, string Message)
{
    /// <summary>Converts a failure of a revocation batch.</summary>
    public static BatchFailureAnswer Of(BatchFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new BatchFailureAnswer(failure.Id, failure.Code, failure.Message);
    }
}

/// <summary>The impact of revoking certificates or of ending an authority.</summary>
/// <param name="Certificates">
/// The number of certificates that would change: those that are not revoked yet, and with keyCompromise also those with the same keys. For
/// an authority, its active certificates.
/// </param>
/// <param name="Things">The number of Things that these certificates belong to.</param>
/// <param name="Sessions">The number of live sessions that use these certificates.</param>
/// <param name="Topics">
/// The number of topics on which the affected Things have published since the start of the portal. Affected are Things with such a session,
/// and Things without another usable certificate.
/// </param>
/// <param name="Subscribers">The number of clients that subscribe to these topics and would get no more messages.</param>
/// <param name="SubscriberExamples">The names of some of these clients, sorted.</param>
/// <param name="WithoutCredential">The number of Things that can connect now and cannot afterwards.</param>
/// <param name="WithoutCredentialExamples">The names of some of these Things, sorted.</param>
/// <param name="TopicsOfSessions">The number of sessions whose topics were counted. Kept for existing callers of the API.</param>
/// <param name="TopicsOfThings">The number of Things whose topics were counted: all affected Things, or the first thousand.</param>
/// <param name="AlreadyOut">The number of Things that have no usable certificate already now.</param>
/// <param name="LeftWithNone">The number of those Things that have no certificate left afterwards which could be released or used.</param>
/// <param name="LeftWithNoneExamples">The names of some of these Things, sorted.</param>
public sealed record BlastRadiusAnswer(
    int Certificates, int Things,
    int Sessions, int Topics, int Subscribers, IReadOnlyList<string> SubscriberExamples, int WithoutCredential,
    IReadOnlyList<string> WithoutCredentialExamples,
    int TopicsOfSessions, int TopicsOfThings, int AlreadyOut, int LeftWithNone, IReadOnlyList<string>? LeftWithNoneExamples)
{
    /// <summary>Converts a counted impact.</summary>
    public static BlastRadiusAnswer Of(BlastRadius radius)
    {
        ArgumentNullException.ThrowIfNull(radius);
        return new BlastRadiusAnswer(
            radius.Certificates,
            radius.Things, radius.Sessions, radius.Topics, radius.Subscribers, radius.SubscriberExamples, radius.WithoutCredential,
            radius.WithoutCredentialExamples,
            radius.TopicsOfSessions, radius.TopicsOfThings, radius.AlreadyOut, radius.LeftWithNone, radius.LeftWithNoneExamples);
    }
}
