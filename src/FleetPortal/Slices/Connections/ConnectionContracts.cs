using System.Globalization;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Slices.Connections;

/// <summary>A live connection.</summary>
public sealed record ConnectionAnswer(
    string ClientId, string? ThingName, string? Principal, string RemoteAddress, string Protocol, string Tls, DateTimeOffset ConnectedAt, DateTimeOffset LastHeardAt, long MessagesIn, long MessagesOut)
{
    /// <summary>From a connection.</summary>
    public static ConnectionAnswer Of(LiveConnection live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new ConnectionAnswer(
            live.ClientId, live.ThingName, live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol, live.Tls,
            live.ConnectedAt, live.LastHeardAt, live.Incoming.Count, live.Outgoing.Count);
    }
}

/// <summary>One check of an attempt.</summary>
/// <param name="Failure">The failure as a sentence without a capital; null when the check did not fail.</param>
/// <param name="Id">The stable identifier of the check in kebab-case, such as <c>status-is-active</c>.</param>
public sealed record CheckAnswer(string Name, string Outcome, string? Compared, string? Code, string? Remedy, string? Failure, string? Id);

/// <summary>A connect attempt, or refusals of one kind from one place within an hour.</summary>
/// <param name="At">When it was decided; of several the latest.</param>
/// <param name="Count">How many are counted here.</param>
/// <param name="FirstAt">The first of them.</param>
/// <param name="Reason">Why it was refused, as a sentence without a capital; null when it was accepted.</param>
public sealed record AttemptAnswer(
    string Id, DateTimeOffset At, string ClientId, string? ThingName, string? CertificateId, string RemoteAddress, string Protocol, string Outcome, string Code, double DecidedInMilliseconds,
    IReadOnlyList<CheckAnswer> Checks, long Count, DateTimeOffset FirstAt, string? Reason)
{
    /// <summary>From a view.</summary>
    public static AttemptAnswer Of(AttemptView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AttemptAnswer(
            view.Id.ToString(CultureInfo.InvariantCulture), view.At, view.ClientId, view.ThingName, view.CertificateId?.ToString(), view.RemoteAddress, view.Protocol,
            view.Allowed ? "allowed" : "refused", view.Code, view.DecidedIn.TotalMilliseconds,
            [.. view.Checks.Select(check => new CheckAnswer(check.Name, Words(check.Outcome), check.Compared, check.Code, check.Remedy, check.Failure, check.Id))],
            view.Count, view.FirstAt, view.Reason);
    }

    private static string Words(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        _ => "notReached",
    };
}

/// <summary>A page of the attempts. There is no total: the search is not counted over all of them.</summary>
/// <param name="NextCursor">Where the next, older page begins; null on the last.</param>
public sealed record AttemptListAnswer(IReadOnlyList<AttemptAnswer> Items, string? NextCursor);
