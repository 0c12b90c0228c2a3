namespace FleetPortal.Fleet.Compliance;

/// <summary>
/// Measures a control that this slice cannot measure by itself. The slice that builds what the control asks for registers one; until then
/// the control is not covered.
/// </summary>
internal interface IComplianceSource
{
    /// <summary>The identifier of the control, one of <see cref="ControlIds"/>.</summary>
    string ControlId { get; }

    /// <summary>Counts. It reads the snapshot of the context and changes nothing.</summary>
    Measurement Measure(ControlContext context);
}
