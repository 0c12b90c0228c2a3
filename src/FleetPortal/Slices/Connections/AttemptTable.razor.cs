using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Connections;

/// <summary>Attempts, newest first, each a link to its checks. On a phone each is a card.</summary>
public sealed partial class AttemptTable
{
    /// <summary>The attempts.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Attempts { get; set; } = [];

    /// <summary>The one that is open.</summary>
    [Parameter]
    public long? Selected { get; set; }

    /// <summary>The address that opens an attempt.</summary>
    [Parameter]
    public Func<AttemptView, string> AddressOf { get; set; } = attempt => $"connections/attempts?id={attempt.Id}";

    /// <summary>Below the rows: how many there are, and the way to older ones.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private static string? Times(AttemptView attempt) => attempt.Count > 1 ? $" · {Number(attempt.Count)} times" : null;

    private static string Why(AttemptView attempt) => attempt.Reason is { } reason ? CheckLabels.Capital(reason) : "All checks passed";
}
