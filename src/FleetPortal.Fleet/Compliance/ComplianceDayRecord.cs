namespace FleetPortal.Fleet.Compliance;

/// <summary>A row of the table ComplianceDays: what a control counted last on one day, UTC.</summary>
internal sealed class ComplianceDayRecord
{
    /// <summary>The <see cref="DateOnly.DayNumber"/> of the day.</summary>
    public int Day { get; set; }

    /// <summary>The identifier of the control.</summary>
    public required string ControlId { get; set; }
    public ControlState State { get; set; }
    public long Applicable { get; set; }
    public long Compliant { get; set; }
}
