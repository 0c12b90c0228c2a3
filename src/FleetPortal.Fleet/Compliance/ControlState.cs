namespace FleetPortal.Fleet.Compliance;

/// <summary>How far a control is met.</summary>
public enum ControlState
{
    /// <summary>Everything that the control applies to complies.</summary>
    Met,

    /// <summary>A part of what the control applies to complies.</summary>
    PartlyMet,

    /// <summary>Nothing that the control applies to complies.</summary>
    NotMet,

    /// <summary>The portal does not have what the control asks for. It counts as 0.</summary>
    NotCovered,

    /// <summary>The control applies to nothing at present. It does not count.</summary>
    NothingToMeasure,
}
