using System.Globalization;
using FleetPortal.Fleet.Waves;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Waves;

/// <summary>
/// The chart of how long the Things of a wave took to switch to the new certificate. Each bar covers about twice the time of the bar
/// before.
/// </summary>
public sealed partial class SwitchChart
{
    private const double Width = 360;
    private const double Height = 96;
    private const double Base = 74;

    // The labelled bars: 0.5 s, 4 s, 30 s, 5 min.
    private static readonly int[] Labels = [0, 3, 6, 9];

    /// <summary>The measured times of the wave.</summary>
    [Parameter, EditorRequired]
    public WaveSwitches Switches { get; set; } = null!;

    private double Step => Width / Switches.Bars.Count;

    private string Words =>
        $"{Number(Switches.Count)} switched, half within {Duration(Switches.Median)}, 95 of 100 within {Duration(Switches.P95)}";

    // The smallest bar stays visible beside a bar of ten thousand.
    private double HeightOf(WaveSwitchBar bar) => Math.Max(2, (Base - 6) * bar.Count / Switches.Bars.Max(other => other.Count));

    private string Range(int i) => Switches.Bars[i].UpTo is { } end
        ? $"within {Duration(end)}" : $"later than {Duration(Switches.Bars[i - 1].UpTo!.Value)}";

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
    };
}
