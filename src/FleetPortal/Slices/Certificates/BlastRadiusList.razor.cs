using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Certificates;

/// <summary>Describes the impact of an action before it runs, and again beside its result.</summary>
public sealed partial class BlastRadiusList
{
    /// <summary>The impact to describe.</summary>
    [Parameter, EditorRequired]
    public BlastRadius Radius { get; set; } = null!;

    /// <summary>Whether the action can be undone by releasing the certificates.</summary>
    [Parameter]
    public bool CanBeReleased { get; set; }

    /// <summary>The number of closed sessions after the action; null before it. The other numbers were counted before the action.</summary>
    [Parameter]
    public int? Closed { get; set; }

    /// <summary>Whether the certificates belong to Things or to an application.</summary>
    [Parameter]
    public PrincipalKind Owner { get; set; }

    private int Affected => Math.Max(Radius.Things, Radius.Sessions);

    /// <summary>A sentence about the Things that have no usable certificate already before the action, or null if there are none.</summary>
    private string? Kept => (Radius.AlreadyOut, Radius.LeftWithNone) switch
    {
        (0, _) => null,
        (1, 1) when !CanBeReleased
            && Radius.Things == 1 => $"It is already kept out; afterwards {Radius.LeftWithNoneExamples?[0]} has no certificate at all.",
        (1, _) when Radius.Things == 1 => "It is already kept out.",
        (var kept, > 0) when !CanBeReleased =>
            $"{Count(kept, "is", "are")} already kept out; afterwards "
                + $"{Names(Radius.LeftWithNoneExamples ?? [], Radius.LeftWithNone)} {(Radius.LeftWithNone == 1 ? "has" : "have")} no "
                + $"certificate at all.",
        (var kept, _) => $"{Count(kept, "is", "are")} already kept out.",
    };

    private static string Names(IReadOnlyList<string> examples, int count) => string.Join(", ", examples)
        + (count > examples.Count ? $" and {Number(count - examples.Count)} more" : "");
}
