using System.Globalization;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Connections;

/// <summary>A live connection, as the API returns it.</summary>
public sealed record ConnectionAnswer(
    string ClientId, string? ThingName, string? Principal, string RemoteAddress,
    string Protocol, string Tls, DateTimeOffset ConnectedAt, DateTimeOffset LastHeardAt, long MessagesIn, long MessagesOut)
{
    /// <summary>The application that is connected; null for a Thing.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Converts a live connection.</summary>
    public static ConnectionAnswer Of(LiveConnection live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new ConnectionAnswer(
            live.ClientId, live.ThingName, live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol, live.Tls,
            live.ConnectedAt, live.LastHeardAt, live.Incoming.Count, live.Outgoing.Count) { ApplicationName = live.ApplicationName };
    }
}

/// <summary>A subscription of the session of a connection.</summary>
/// <param name="Filter">The topic filter.</param>
/// <param name="QualityOfService">The granted quality of service: 0, 1 or 2.</param>
public sealed record SubscriptionAnswer(string Filter, int QualityOfService);

/// <summary>The limits that one side of a connection announced.</summary>
/// <param name="ReceiveMaximum">Messages with QoS 1 and 2 that may be unacknowledged.</param>
/// <param name="MaximumPacketSize">The largest packet in octets; null for no limit.</param>
/// <param name="TopicAliasMaximum">The highest topic alias; 0 for none.</param>
public sealed record PeerLimitsAnswer(int ReceiveMaximum, long? MaximumPacketSize, int TopicAliasMaximum)
{
    /// <summary>Converts the limits of one side.</summary>
    public static PeerLimitsAnswer Of(ConnectionPeerLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new PeerLimitsAnswer(limits.ReceiveMaximum, limits.MaximumPacketSize, limits.TopicAliasMaximum);
    }
}

/// <summary>The MQTT session of a client.</summary>
/// <param name="Resumed">Whether the client resumed a session that existed before; null while it is not connected.</param>
/// <param name="ExpirySeconds">Seconds for which the session outlives the connection; 0 if it ends with it.</param>
/// <param name="ExpiresAt">When the session ends if the client does not come back; null while it is connected.</param>
/// <param name="KeepAliveSeconds">The keep alive that applies, 0 for none; null while the client is not connected.</param>
/// <param name="Subscriptions">The subscriptions, ordered by filter.</param>
/// <param name="Queued">Messages that wait to be sent.</param>
/// <param name="InFlight">Messages that were sent and are not acknowledged.</param>
/// <param name="QueuedOctets">The size of both in octets.</param>
/// <param name="Dropped">Messages that were dropped since the session began.</param>
/// <param name="WillTopic">The topic of the will; null without one, and while the client is not connected.</param>
/// <param name="Client">The limits of the client; null while it is not connected.</param>
/// <param name="Server">The limits of the portal; null while the client is not connected.</param>
public sealed record MqttSessionAnswer(
    bool? Resumed, long ExpirySeconds, DateTimeOffset? ExpiresAt, int? KeepAliveSeconds, IReadOnlyList<SubscriptionAnswer> Subscriptions,
    int Queued, int InFlight, long QueuedOctets, long Dropped, string? WillTopic, PeerLimitsAnswer? Client, PeerLimitsAnswer? Server)
{
    /// <summary>Converts the session of a client.</summary>
    public static MqttSessionAnswer Of(SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var terms = session.Connection;
        return new MqttSessionAnswer(
            terms?.Resumed, (long)session.Expiry.TotalSeconds, session.ExpiresAt, (int?)terms?.KeepAlive.TotalSeconds,
            [.. session.Subscriptions.Select(one => new SubscriptionAnswer(one.Filter, one.QualityOfService))],
            session.Queued, session.InFlight, session.QueuedOctets, session.Dropped, terms?.WillTopic,
            terms is null ? null : PeerLimitsAnswer.Of(terms.Client), terms is null ? null : PeerLimitsAnswer.Of(terms.Server));
    }
}

/// <summary>The end of the last connection of a client.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="Code">The code of a protocol violation; null otherwise.</param>
public sealed record DisconnectAnswer(DateTimeOffset At, DisconnectReason Reason, string? Code)
{
    /// <summary>Converts the end of a connection.</summary>
    public static DisconnectAnswer Of(LastDisconnect disconnect)
    {
        ArgumentNullException.ThrowIfNull(disconnect);
        return new DisconnectAnswer(disconnect.At, disconnect.Reason, disconnect.Detail);
    }
}

/// <summary>A client that is connected, or whose session waits for it. What belongs to a connection is null without one.</summary>
/// <param name="Connected">Whether the client is connected now.</param>
/// <param name="Session">Its session; null in the moment before the broker serves the connection.</param>
/// <param name="LastDisconnect">The end of its last connection; null if there was none since the portal started.</param>
public sealed record ConnectionDetailAnswer(
    string ClientId, bool Connected, string? ThingName, string? ApplicationName, string? Principal, string? RemoteAddress,
    string? Protocol, string? Tls, DateTimeOffset? ConnectedAt, DateTimeOffset? LastHeardAt, long? MessagesIn, long? MessagesOut,
    MqttSessionAnswer? Session, DisconnectAnswer? LastDisconnect)
{
    /// <summary>Converts a live connection.</summary>
    public static ConnectionDetailAnswer Of(LiveConnection live, LastDisconnect? last)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new ConnectionDetailAnswer(
            live.ClientId, true, live.ThingName, live.ApplicationName, live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol,
            live.Tls, live.ConnectedAt, live.LastHeardAt, live.Incoming.Count, live.Outgoing.Count,
            live.Session is { } session ? MqttSessionAnswer.Of(session()) : null, last is null ? null : DisconnectAnswer.Of(last));
    }

    /// <summary>Converts the session of a client that is not connected.</summary>
    public static ConnectionDetailAnswer Of(string clientId, SessionState session, ClientOwner? owner, LastDisconnect? last) => new(
        clientId, false, owner is { Kind: PrincipalKind.Thing } ? owner.Name : null,
        owner is { Kind: PrincipalKind.Application } ? owner.Name : null, null, null, null, null, null, null, null, null,
        MqttSessionAnswer.Of(session), last is null ? null : DisconnectAnswer.Of(last));
}

/// <summary>What became of an attempt to connect.</summary>
public enum AttemptOutcome
{
    /// <summary>The client was connected.</summary>
    Allowed,

    /// <summary>The client was refused.</summary>
    Refused,
}

/// <summary>One check of an attempt.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c> or <c>notReached</c>.</param>
/// <param name="Compared">The values that the check compared.</param>
/// <param name="Code">The refusal code; null when the check did not fail.</param>
/// <param name="Remedy">How to fix the failure.</param>
/// <param name="Failure">The failure as a sentence without a capital; null when the check did not fail.</param>
/// <param name="Id">The stable identifier of the check in kebab-case, such as <c>status-is-active</c>.</param>
public sealed record CheckAnswer(
    string Name, CheckOutcome Outcome, string? Compared, string? Code, string? Remedy, string? Failure, string? Id);

/// <summary>A connect attempt, or several refusals of the same kind and source within an hour, counted together.</summary>
/// <param name="At">When the attempt was decided; of several attempts, the latest.</param>
/// <param name="Count">The number of attempts that are counted together.</param>
/// <param name="FirstAt">When the first of them was decided.</param>
/// <param name="Reason">The reason of the refusal as a sentence without a capital; null if the attempt was accepted.</param>
public sealed record AttemptAnswer(
    string Id, DateTimeOffset At, string ClientId, string? ThingName,
    string? CertificateId, string RemoteAddress, string Protocol, AttemptOutcome Outcome, string Code, double DecidedInMilliseconds,
    IReadOnlyList<CheckAnswer> Checks, long Count, DateTimeOffset FirstAt, string? Reason)
{
    /// <summary>Converts a view of an attempt.</summary>
    public static AttemptAnswer Of(AttemptView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AttemptAnswer(
            view.Id.ToString(CultureInfo.InvariantCulture),
            view.At, view.ClientId, view.ThingName, view.CertificateId?.ToString(), view.RemoteAddress, view.Protocol,
            view.Allowed ? AttemptOutcome.Allowed : AttemptOutcome.Refused, view.Code, view.DecidedIn.TotalMilliseconds,
            [.. view.Checks.Select(check =>
                new CheckAnswer(check.Name, check.Outcome, check.Compared, check.Code, check.Remedy, check.Failure, check.Id))],
            view.Count, view.FirstAt, view.Reason);
    }
}

/// <summary>A page of the attempts. It has no total, because counting the matches would read all attempts.</summary>
/// <param name="Items">The attempts of this page, newest first.</param>
/// <param name="NextCursor">The cursor of the next, older page; null on the last page.</param>
public sealed record AttemptListAnswer(IReadOnlyList<AttemptAnswer> Items, string? NextCursor);
