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
public sealed record IssueBatchAnswer(IReadOnlyList<IssuedItem> Issued, IReadOnlyList<IssueFailureAnswer> Failed, IReadOnlyDictionary<string, string> Chains);

/// <summary>A batch of revocations.</summary>
public sealed record RevocationBatchAnswer(
    string Id, string Selection, string Reason, string State, int Total, int Canary, int Done, int Failed, int SessionsClosed, int LeftWithoutCredential,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, IReadOnlyList<BatchFailureAnswer> Failures, KnownAnswer? KnownAfterMilliseconds)
{
    /// <summary>From a view.</summary>
    public static RevocationBatchAnswer Of(RevocationBatchView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new RevocationBatchAnswer(
            view.Id, view.Selection, view.Reason.ToWire(), Word(view.State), view.Total, view.Canary, view.Done, view.Failed, view.SessionsClosed, view.LeftWithoutCredential,
            view.CreatedAt, view.CreatedBy, view.EndedAt, [.. view.Failures.Select(BatchFailureAnswer.Of)], view.Known is { } known ? KnownAnswer.Of(known) : null);
    }

    internal static string Word(BatchState state) => state.ToString().ToLowerInvariant();
}

/// <summary>How long it took until each part of the world knew, in milliseconds; left out where it does not apply or is not so yet.</summary>
public sealed record KnownAnswer(double? SessionClosed, double? ReconnectRefused, double? Ocsp, double? Crl)
{
    /// <summary>From a measurement.</summary>
    public static KnownAnswer Of(PropagationTimes known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new KnownAnswer(known.SessionClosed?.TotalMilliseconds, known.ReconnectRefused?.TotalMilliseconds, known.Ocsp?.TotalMilliseconds, known.Crl?.TotalMilliseconds);
    }
}

/// <summary>A certificate of a batch that was not issued.</summary>
public sealed record IssueFailureAnswer(string ThingName, string Code, string Message)
{
    /// <summary>From a failure.</summary>
    public static IssueFailureAnswer Of(IssueFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new IssueFailureAnswer(failure.ThingName, failure.Code, failure.Message);
    }
}

/// <summary>A certificate of a batch that was not revoked.</summary>
/// <param name="Id">The id of the certificate.</param>
public sealed record BatchFailureAnswer(string Id, string Code, string Message)
{
    /// <summary>From a failure.</summary>
    public static BatchFailureAnswer Of(BatchFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new BatchFailureAnswer(failure.Id, failure.Code, failure.Message);
    }
}

/// <summary>What would end with some certificates, or with an authority.</summary>
/// <param name="Certificates">What would change: those that are not revoked so far, and with keyCompromise those of the same keys; of an authority, those that are active.</param>
/// <param name="Things">Whose they are.</param>
/// <param name="Sessions">Live sessions that use them.</param>
/// <param name="Topics">Topics on which the affected Things have published since the start: those with such a session, and those that no other certificate lets in.</param>
/// <param name="Subscribers">Clients that listen to these topics and would hear nothing more.</param>
/// <param name="SubscriberExamples">The first of them, by name.</param>
/// <param name="WithoutCredential">Things that can connect now, and cannot afterwards.</param>
/// <param name="WithoutCredentialExamples">The first of them, by name.</param>
/// <param name="TopicsOfSessions">Kept for callers of the API: how many of the sessions are among those whose topics were looked at.</param>
/// <param name="TopicsOfThings">Of how many Things the topics were looked at: all that are affected, or the first thousand.</param>
/// <param name="AlreadyOut">Things that nothing lets in already now.</param>
/// <param name="LeftWithNone">Of those, the Things that have no certificate left afterwards that could be released or used.</param>
/// <param name="LeftWithNoneExamples">The first of them, by name.</param>
public sealed record BlastRadiusAnswer(
    int Certificates, int Things, int Sessions, int Topics, int Subscribers, IReadOnlyList<string> SubscriberExamples, int WithoutCredential,
    IReadOnlyList<string> WithoutCredentialExamples, int TopicsOfSessions, int TopicsOfThings, int AlreadyOut, int LeftWithNone, IReadOnlyList<string>? LeftWithNoneExamples)
{
    /// <summary>From a count.</summary>
    public static BlastRadiusAnswer Of(BlastRadius radius)
    {
        ArgumentNullException.ThrowIfNull(radius);
        return new BlastRadiusAnswer(
            radius.Certificates, radius.Things, radius.Sessions, radius.Topics, radius.Subscribers, radius.SubscriberExamples, radius.WithoutCredential,
            radius.WithoutCredentialExamples, radius.TopicsOfSessions, radius.TopicsOfThings, radius.AlreadyOut, radius.LeftWithNone, radius.LeftWithNoneExamples);
    }
}
