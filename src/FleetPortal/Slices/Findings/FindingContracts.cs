using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;

namespace FleetPortal.Slices.Findings;

/// <summary>One side of a finding: a connection, or a refused attempt. Texts of the device may contain any character.</summary>
/// <param name="ClientId">The client identifier, shortened to 128 characters.</param>
/// <param name="RemoteAddress">The remote address and port.</param>
/// <param name="Protocol">The protocol, such as "MQTT 5".</param>
/// <param name="Tls">The TLS version and the cipher suite.</param>
/// <param name="Ja4">The JA4 fingerprint of the ClientHello; null if it is not known.</param>
/// <param name="KeepAliveSeconds">The keep alive that the client asked for.</param>
/// <param name="CertificateId">The identifier of the certificate; null without one.</param>
/// <param name="SerialNumber">The serial number of the certificate; null without one.</param>
/// <param name="ConnectedAt">When it first appeared.</param>
/// <param name="MessagesIn">The messages that it had sent when this was noted.</param>
/// <param name="Topics">The topic filters that it had subscribed to, at most 8.</param>
public sealed record FindingEndpointAnswer(
    string ClientId, string RemoteAddress, string Protocol, string Tls, string? Ja4, int KeepAliveSeconds, string? CertificateId,
    string? SerialNumber, DateTimeOffset ConnectedAt, long MessagesIn, IReadOnlyList<string> Topics)
{
    /// <summary>Converts an endpoint of the evidence.</summary>
    public static FindingEndpointAnswer Of(ClientEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new FindingEndpointAnswer(
            endpoint.ClientId, endpoint.RemoteAddress, endpoint.Protocol, endpoint.Tls, endpoint.Ja4, endpoint.KeepAlive,
            endpoint.CertificateId, endpoint.SerialNumber, endpoint.ConnectedAt, endpoint.Received, endpoint.Topics);
    }
}

/// <summary>One reason of a finding.</summary>
/// <param name="Code">The signal in kebab case. Stable.</param>
/// <param name="Points">What it adds to the score.</param>
/// <param name="Headline">The fact as a short sentence.</param>
/// <param name="Sentence">What was seen, with its figures.</param>
public sealed record FindingReasonAnswer(string Code, int Points, string Headline, string Sentence);

/// <summary>The begin of a time in which one endpoint held the client identifier.</summary>
/// <param name="At">When it took the client identifier over.</param>
/// <param name="Endpoint">The index in <c>endpoints</c>; -1 for one that is not among them.</param>
public sealed record FindingHoldingAnswer(DateTimeOffset At, int Endpoint);

/// <summary>What a finding is based on.</summary>
/// <param name="Endpoints">The sides, the one that was there first in front.</param>
/// <param name="Reasons">Why, the heaviest reason first.</param>
/// <param name="Holdings">Who held the client identifier, oldest first.</param>
public sealed record FindingEvidenceAnswer(
    IReadOnlyList<FindingEndpointAnswer> Endpoints, IReadOnlyList<FindingReasonAnswer> Reasons,
    IReadOnlyList<FindingHoldingAnswer> Holdings)
{
    /// <summary>Converts the evidence of a finding.</summary>
    public static FindingEvidenceAnswer Of(FindingEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new FindingEvidenceAnswer(
            [.. evidence.Endpoints.Select(FindingEndpointAnswer.Of)],
            [.. evidence.Reasons.Select(reason => new FindingReasonAnswer(reason.Code, reason.Points, reason.Headline, reason.Sentence))],
            [.. evidence.Holdings.Select(holding => new FindingHoldingAnswer(holding.At, holding.Endpoint))]);
    }
}

/// <summary>One line of the history of a finding.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened: opened, raised, contained, released, resolved, accepted, reopened, assigned or comment.</param>
/// <param name="Actor">Who did it; null for the portal itself.</param>
/// <param name="Text">A comment, or what happened in words; null if the kind says all.</param>
public sealed record FindingEntryAnswer(DateTimeOffset At, string Kind, string? Actor, string? Text);

/// <summary>A finding. A list leaves out the evidence and the history.</summary>
/// <param name="Id">The identifier, such as <c>F-12</c>.</param>
/// <param name="Kind">The kind in kebab case.</param>
/// <param name="Severity">The severity.</param>
/// <param name="State">The state.</param>
/// <param name="Title">The fact as a sentence.</param>
/// <param name="Things">The Things or applications that it is about.</param>
/// <param name="Certificates">The identifiers of the certificates that it is about; null in a list.</param>
/// <param name="Score">The score, from 0 to 100.</param>
/// <param name="Count">The number of events that spoke for it.</param>
/// <param name="FirstSeenAt">When it was seen first.</param>
/// <param name="LastSeenAt">When it was seen last.</param>
/// <param name="AcceptedUntil">Until when the risk is accepted; null if it is not.</param>
/// <param name="Assignee">Who works on it; null for nobody.</param>
/// <param name="Evidence">What it is based on; null in a list.</param>
/// <param name="History">The history, newest first; null in a list.</param>
/// <param name="Version">The version, which grows with each change.</param>
public sealed record FindingAnswer(
    string Id, string Kind, FindingSeverity Severity, FindingState State, string Title, IReadOnlyList<string> Things,
    IReadOnlyList<string>? Certificates, int Score, long Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt,
    DateTimeOffset? AcceptedUntil, string? Assignee, FindingEvidenceAnswer? Evidence, IReadOnlyList<FindingEntryAnswer>? History,
    long Version)
{
    /// <summary>Converts a row of a list.</summary>
    public static FindingAnswer Of(FindingRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new FindingAnswer(
            row.Id, row.Kind.Id, row.Severity, row.State, row.Title, row.Principal is { } name ? [name] : [], null, row.Score, row.Count,
            row.FirstSeenAt, row.LastSeenAt, row.AcceptedUntil, row.Assignee, null, null, row.Version);
    }

    /// <summary>Converts a finding with its evidence.</summary>
    public static FindingAnswer Of(FindingView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Of(view.Row) with
        {
            Certificates = [.. view.Certificates.Select(id => id.ToString())],
            Evidence = FindingEvidenceAnswer.Of(view.Evidence),
            History = [.. view.History.Select(entry => new FindingEntryAnswer(entry.At, entry.Kind, entry.Actor, entry.Text))],
        };
    }
}

/// <summary>Why something is done with a finding.</summary>
/// <param name="Note">The reason for the audit; at most 1,000 characters.</param>
public sealed record FindingNoteRequest(string? Note);

/// <summary>Accepts the risk of a finding.</summary>
/// <param name="Until">Until when; within the next 366 days.</param>
/// <param name="Note">The reason for the audit; at most 1,000 characters.</param>
public sealed record AcceptFindingRequest(DateTimeOffset? Until, string? Note);

/// <summary>A comment on a finding.</summary>
/// <param name="Text">The comment; at most 1,000 characters.</param>
public sealed record FindingCommentRequest(string Text);

/// <summary>Who works on a finding.</summary>
/// <param name="Assignee">The name of the person; null for nobody.</param>
public sealed record AssignFindingRequest(string? Assignee);

/// <summary>The result of a containment.</summary>
/// <param name="State">The state of the finding.</param>
/// <param name="SessionsClosed">The number of closed sessions.</param>
/// <param name="CertificatesHeld">The certificates that were put on hold.</param>
/// <param name="ElapsedMilliseconds">The time from the request to the result.</param>
public sealed record FindingContainmentAnswer(
    FindingState State, int SessionsClosed, IReadOnlyList<string> CertificatesHeld, double ElapsedMilliseconds)
{
    /// <summary>Converts the result of a containment.</summary>
    public static FindingContainmentAnswer Of(FindingContainment done)
    {
        ArgumentNullException.ThrowIfNull(done);
        return new FindingContainmentAnswer(done.State,
            done.SessionsClosed, [.. done.CertificatesHeld.Select(id => id.ToString())], done.Elapsed.TotalMilliseconds);
    }
}
