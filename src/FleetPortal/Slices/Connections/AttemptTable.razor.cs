using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Connections;

/// <summary>The table of attempts, newest first, with links to their checks. On a phone each attempt is a card.</summary>
public sealed partial class AttemptTable
{
    /// <summary>The attempts to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Attempts { get; set; } = [];

    /// <summary>The id of the attempt whose panel is open, or null.</summary>
    [Parameter]
    public long? Selected { get; set; }

    /// <summary>Returns the address that opens an attempt.</summary>
    [Parameter]
    public Func<AttemptView, string> AddressOf { get; set; } = attempt => $"connections/attempts?id={attempt.Id}";

    /// <summary>The content below the rows, such as a link to older attempts.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private static string? Times(AttemptView attempt) => attempt.Count > 1 ? $" · {Number(attempt.Count)} times" : null;

    private static string Why(AttemptView attempt) => attempt.Reason is { } reason ? CheckLabels.Capital(reason) : "All checks passed";
}
