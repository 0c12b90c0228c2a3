using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Idempotency;

/// <summary>The error codes of requests with an Idempotency-Key.</summary>
public static class IdempotencyErrors
{
    /// <summary>The key is too long, empty or holds control characters. Use a UUID.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string KeyInvalid = "idempotency-key-invalid";

    /// <summary>The key was used for another request. Make a new key for each request.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string KeyReused = "idempotency-key-reused";

    /// <summary>A request with this key is in progress. Send it again in a moment.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string InProgress = "request-in-progress";
}
