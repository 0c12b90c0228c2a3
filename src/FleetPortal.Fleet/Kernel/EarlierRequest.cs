namespace FleetPortal.Fleet.Kernel;

/// <summary>An answer that was given once and may be asked for again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">As sent, without secrets that are shown only once.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>An effect of a request, as the audit has it.</summary>
/// <param name="Details">JSON.</param>
public sealed record CommittedEffect(string Action, string TargetKind, string Target, string? ThingName, DateTimeOffset At, string Details);

/// <summary>What a request with the same key did before.</summary>
/// <param name="Answer">Null where it could not be stored: then the effects say what was done.</param>
public sealed record EarlierRequest(StoredAnswer? Answer, IReadOnlyList<CommittedEffect> Effects);
