using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance;

/// <summary>The error codes of the scorecard.</summary>
public static class ComplianceErrors
{
    /// <summary>The number of days of the trend is out of range. Ask for 1 to 400 days.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string HistoryDaysInvalid = "history-days-invalid";
}
