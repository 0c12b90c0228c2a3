using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Audit;

/// <summary>The error codes of the audit.</summary>
public static class AuditErrors
{
    /// <summary>A filter is too long. Shorten the one that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string FilterInvalid = "audit-filter-invalid";
}
