namespace FleetPortal.Fleet.Kernel;

/// <summary>The stored answer of a request with an Idempotency-Key, to be sent again.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body as it was sent, without secrets that are shown only once.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>An effect of a request, read from its audit entry.</summary>
/// <param name="Details">The details of the audit entry as JSON.</param>
public sealed record CommittedEffect(string Action, string TargetKind, string Target, string? ThingName, DateTimeOffset At, string Details);

/// <summary>The earlier request with the same Idempotency-Key.</summary>
/// <param name="Answer">The stored answer; null if it could not be stored. Then the effects show what was done.</param>
/// <param name="Effects">The effects of the request; empty if there is a stored answer.</param>
public sealed record EarlierRequest(StoredAnswer? Answer, IReadOnlyList<CommittedEffect> Effects);
