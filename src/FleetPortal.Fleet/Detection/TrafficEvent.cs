using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Detection;

/// <summary>Something that a principal did, for the detector.</summary>
/// <param name="Since">The time on a clock that never jumps. Windows are measured with it.</param>
/// <param name="At">The time of day, for the evidence.</param>
/// <param name="Principal">The name of the Thing or application.</param>
/// <param name="Kind">Which of both.</param>
public abstract record TrafficEvent(TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind);

/// <summary>A connection was accepted.</summary>
public sealed record Connected(TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind, ClientEndpoint Endpoint)
    : TrafficEvent(Since, At, Principal, Kind);

/// <summary>Another Thing or application asked for a certificate with a public key of this principal, and was refused.</summary>
/// <param name="Other">The name of the other one.</param>
public sealed record KeySeenAgain(TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind, string Other)
    : TrafficEvent(Since, At, Principal, Kind);

/// <summary>An accepted connection ends another one with the same client identifier.</summary>
/// <param name="New">The connection that stays.</param>
/// <param name="Old">The connection that ends.</param>
public sealed record TookOver(
    TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind, ClientEndpoint New, ClientEndpoint Old)
    : TrafficEvent(Since, At, Principal, Kind);

/// <summary>
/// The client of a connection that was taken over has closed it in answer to our farewell. So it was alive after the new one had
/// connected.
/// </summary>
/// <param name="ConnectionId">The connection that was taken over.</param>
/// <param name="After">The time from the takeover to the answer.</param>
public sealed record OldAnswered(
    TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind, string ConnectionId, TimeSpan After)
    : TrafficEvent(Since, At, Principal, Kind);

/// <summary>A connect attempt with a certificate of the principal was refused.</summary>
/// <param name="Endpoint">The client that was refused.</param>
/// <param name="Code">The code of the first check that failed.</param>
public sealed record Refused(TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind, ClientEndpoint Endpoint, string Code)
    : TrafficEvent(Since, At, Principal, Kind)
{
    /// <summary>When a rotation replaced the certificate that was shown; null if none did.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}

/// <summary>An accepted connection took part in the rolling proof, and what it showed is not what one device shows.</summary>
/// <param name="Endpoint">The client that connected.</param>
/// <param name="Verdict">What its value says.</param>
/// <param name="Other">The client that showed the later value before; null if it is not known.</param>
public sealed record ProofShown(TimeSpan Since, DateTimeOffset At, string Principal, PrincipalKind Kind, ClientEndpoint Endpoint,
    ProofVerdict Verdict, ClientEndpoint? Other)
    : TrafficEvent(Since, At, Principal, Kind);
