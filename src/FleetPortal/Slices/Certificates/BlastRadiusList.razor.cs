using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Certificates;

/// <summary>What an action will do, in words, before it is done; and beside its result afterwards.</summary>
public sealed partial class BlastRadiusList
{
    /// <summary>What was counted.</summary>
    [Parameter, EditorRequired]
    public BlastRadius Radius { get; set; } = null!;

    /// <summary>The action can be undone: the certificates can be released.</summary>
    [Parameter]
    public bool CanBeReleased { get; set; }

    /// <summary>How many sessions were closed, once the action is done; the other figures stay as they were counted before. Null before it is done.</summary>
    [Parameter]
    public int? Closed { get; set; }

    private int Affected => Math.Max(Radius.Things, Radius.Sessions);

    /// <summary>Things that nothing lets in already before the action. Null where there are none.</summary>
    private string? Kept => (Radius.AlreadyOut, Radius.LeftWithNone) switch
    {
        (0, _) => null,
        (1, 1) when !CanBeReleased && Radius.Things == 1 => $"It is already kept out; afterwards {Radius.LeftWithNoneExamples?[0]} has no certificate at all.",
        (1, _) when Radius.Things == 1 => "It is already kept out.",
        (var kept, > 0) when !CanBeReleased =>
            $"{Count(kept, "is", "are")} already kept out; afterwards {Names(Radius.LeftWithNoneExamples ?? [], Radius.LeftWithNone)} {(Radius.LeftWithNone == 1 ? "has" : "have")} no certificate at all.",
        (var kept, _) => $"{Count(kept, "is", "are")} already kept out.",
    };

    private static string Names(IReadOnlyList<string> examples, int count) => string.Join(", ", examples) + (count > examples.Count ? $" and {Number(count - examples.Count)} more" : "");
}
