namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>One thing that speaks for a finding. It reads a trail and changes nothing.</summary>
internal interface ISignal
{
    /// <summary>Returns what the trail says now; nothing if it says nothing.</summary>
    IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits);
}
