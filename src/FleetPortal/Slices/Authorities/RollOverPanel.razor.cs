using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>How far a roll-over has come, what is left to do, and who would strand.</summary>
public sealed partial class RollOverPanel
{
    private const int Width = 800;
    private const int Height = 160;
    private const int Left = 8;
    private const int Right = 792;
    private const int Top = 24;
    private const int Bottom = 136;

    /// <summary>Which.</summary>
    [Parameter, EditorRequired]
    public RollOver RollOver { get; set; } = null!;

    /// <summary>Who signs nothing new.</summary>
    [Parameter, EditorRequired]
    public string OldName { get; set; } = "";

    /// <summary>Who signs instead.</summary>
    [Parameter, EditorRequired]
    public string NewName { get; set; } = "";

    /// <summary>Whether whoever looks may rotate.</summary>
    [Parameter]
    public bool MayMove { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string MovedLabel => RollOver.Moved + RollOver.Remaining is var all and > 0 ? $"{100 * RollOver.Moved / all} % rotated" : "no Thing to rotate";

    private bool NowIsLeft => X(Viewer.Now) < 40;

    /// <summary>Each day a step down to what remained.</summary>
    private string Points => string.Join(' ', RollOver.History.Append(new RollOverPoint(Viewer.Now, RollOver.Remaining)).Select(point => $"{F(X(point.At))},{F(Y(point.Remaining))}"));

    private double X(DateTimeOffset at) => Left + ((Right - Left) * Math.Clamp((at - RollOver.Since) / (RollOver.OldEnds - RollOver.Since), 0, 1));

    private double Y(int remaining) => Bottom - ((Bottom - Top) * (double)remaining / Math.Max(1, RollOver.History.Max(point => point.Remaining)));

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Things(string query) => $"things?q={Uri.EscapeDataString(query)}";

    private Task MoveAsync() => StartWaveDialog.AskAsync(Dialogs, Navigation, new WaveSelection($"authority:{RollOver.OldId} seen<{AuthorityQueries.SilentDays}d enabled:yes"));
}
