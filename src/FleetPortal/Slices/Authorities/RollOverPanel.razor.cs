using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>Shows the progress of a roll-over and the Things that remain on the old authority.</summary>
public sealed partial class RollOverPanel
{
    private const int Width = 800;
    private const int Height = 160;
    private const int Left = 8;
    private const int Right = 792;
    private const int Top = 24;
    private const int Bottom = 136;

    /// <summary>The roll-over to show.</summary>
    [Parameter, EditorRequired]
    public RollOver RollOver { get; set; } = null!;

    /// <summary>The name of the old authority.</summary>
    [Parameter, EditorRequired]
    public string OldName { get; set; } = "";

    /// <summary>The name of its successor.</summary>
    [Parameter, EditorRequired]
    public string NewName { get; set; } = "";

    /// <summary>Whether the signed-in person may rotate certificates.</summary>
    [Parameter]
    public bool MayMove { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string MovedLabel => RollOver.Moved + RollOver.Remaining is var all and > 0
        ? $"{100 * RollOver.Moved / all} % rotated" : "no Thing to rotate";

    private bool NowIsLeft => X(Viewer.Now) < 40;

    /// <summary>The points of the line: one for each day, with the number of remaining Things.</summary>
    private string Points => string.Join(' ', RollOver.History.Append(new RollOverPoint(Viewer.Now, RollOver.Remaining))
        .Select(point => $"{F(X(point.At))},{F(Y(point.Remaining))}"));

    private double X(DateTimeOffset at) => Left
        + ((Right - Left) * Math.Clamp((at - RollOver.Since) / (RollOver.OldEnds - RollOver.Since), 0, 1));

    private double Y(int remaining) =>
        Bottom - ((Bottom - Top) * (double)remaining / Math.Max(1, RollOver.History.Max(point => point.Remaining)));

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Things(string query) => $"things?q={Uri.EscapeDataString(query)}";

    private Task MoveAsync() => StartWaveDialog.AskAsync(Dialogs,
        Navigation, new WaveSelection($"authority:{RollOver.OldId} seen<{AuthorityQueries.SilentDays}d enabled:yes"));
}
