using FleetPortal.Fleet.Compliance;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Compliance;

/// <summary>An open control: its sentence, what was counted, what does not comply, the evidence and the remedy.</summary>
public sealed partial class ControlDetail
{
    private const int MaxShown = 10;

    /// <summary>The control that is open.</summary>
    [Parameter, EditorRequired]
    public ControlResult Control { get; set; } = null!;

    /// <summary>The first day on which it was not met; null if that is not known.</summary>
    [Parameter]
    public DateOnly? BelowSince { get; set; }

    private IReadOnlyList<Offender> Shown => [.. Control.Measurement.Offenders.Take(MaxShown)];
}
