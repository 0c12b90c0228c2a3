using System.Globalization;
using FleetPortal.Fleet.Compliance;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Compliance;

/// <summary>The score of each day as a line from 0 to 100.</summary>
public sealed partial class TrendChart
{
    private const int Width = 360;
    private const int Height = 150;
    private const int Left = 32;
    private const int Top = 14;
    private const int Bottom = 128;
    private static readonly int[] Gridlines = [0, 50, 100];

    /// <summary>The days, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ScorecardDay> Days { get; set; } = [];

    private int Last => ScoreArithmetic.Points(Days[^1].Score);

    private string Summary => $"The score went from {Number(ScoreArithmetic.Points(Days[0].Score))} on {DayOf(Days[0].Day)} to "
        + $"{Number(Last)} on {DayOf(Days[^1].Day)}";

    private string Points => string.Join(' ', Days.Select(day =>
        $"{F(X(day.Day))},{F(YOf((double)(ScoreArithmetic.Percent(day.Score) ?? 0)))}"));

    private double X(DateOnly day) =>
        Left + ((Width - Left) * (day.DayNumber - Days[0].Day.DayNumber) / (double)(Days[^1].Day.DayNumber - Days[0].Day.DayNumber));

    private static double YOf(double points) => Bottom - ((Bottom - Top) * points / 100);

    private static string Y(int points) => F(YOf(points));

    private static string DayOf(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
