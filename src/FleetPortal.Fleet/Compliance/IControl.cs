namespace FleetPortal.Fleet.Compliance;

/// <summary>One control of the scorecard: measures how far the fleet follows one sentence of the practice.</summary>
internal interface IControl
{
    /// <summary>What the control is about.</summary>
    ControlDescription Description { get; }

    /// <summary>Counts. It reads the snapshot of the context and changes nothing.</summary>
    Measurement Measure(ControlContext context);
}
