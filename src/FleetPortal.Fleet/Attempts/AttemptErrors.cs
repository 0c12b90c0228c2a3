using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Attempts;

/// <summary>The error codes of connect attempts.</summary>
public static class AttemptErrors
{
    /// <summary>There is no such attempt. The portal keeps the newest attempts only.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "attempt-not-found";

    /// <summary>The search text is too long. Shorten it.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string QueryTooLong = "query-too-long";
}
