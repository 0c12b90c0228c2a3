using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using Microsoft.AspNetCore.Components;

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

    /// <summary>Whether the list shows a part of the attempts.</summary>
    [Parameter]
    public bool IsFiltered { get; set; }

    /// <summary>What the links keep of the address, such as <c>&amp;outcome=refused</c>.</summary>
    [Parameter]
    public string Kept { get; set; } = "";

    /// <summary>Below the rows: how many there are, and the way to older ones.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private static string? Times(AttemptView attempt) => attempt.Count > 1 ? $" · {attempt.Count.ToString("N0", CultureInfo.InvariantCulture)} times" : null;

    private static string Why(AttemptView attempt) => attempt.Reason is { } reason ? CheckLabels.Capital(reason) : "All checks passed";
}
