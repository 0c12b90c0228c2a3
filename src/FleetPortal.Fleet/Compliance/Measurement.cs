namespace FleetPortal.Fleet.Compliance;

/// <summary>What a control has counted.</summary>
/// <param name="Applicable">The number of objects that the control applies to.</param>
/// <param name="Compliant">The number of those that comply.</param>
/// <param name="Facts">What the two numbers were computed from. Keys and texts are ASCII; other values are whole numbers, Booleans and
/// times.</param>
public sealed record Measurement(long Applicable, long Compliant, IReadOnlyDictionary<string, object> Facts)
{
    /// <summary>The maximum number of offenders that are kept. <see cref="OffendersAddress"/> leads to all of them.</summary>
    public const int MaxOffenders = 100;

    /// <summary>The first offenders, at most <see cref="MaxOffenders"/>.</summary>
    public IReadOnlyList<Offender> Offenders { get; init; } = [];

    /// <summary>The address of the page that lists all offenders, relative to the portal; null if no page does.</summary>
    public string? OffendersAddress { get; init; }

    /// <summary>False if the portal does not have what the control asks for.</summary>
    public bool IsCovered { get; init; } = true;

    /// <summary>What a reader of the numbers must know, as one or two sentences; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>How far the control is met.</summary>
    public ControlState State => this switch
    {
        { IsCovered: false } => ControlState.NotCovered,
        { Applicable: 0 } => ControlState.NothingToMeasure,
        _ when Compliant >= Applicable => ControlState.Met,
        { Compliant: 0 } => ControlState.NotMet,
        _ => ControlState.PartlyMet,
    };

    /// <summary>Returns the measurement of a control that the portal cannot meet yet.</summary>
    public static Measurement NotCovered(string note) =>
        new(0, 0, new Dictionary<string, object> { ["covered"] = false }) { IsCovered = false, Note = note };
}
