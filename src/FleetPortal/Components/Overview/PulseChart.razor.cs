using System.Globalization;
using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Overview;

/// <summary>The number of live connections over the last hour. A line, so that its axis need not begin at zero.</summary>
public sealed partial class PulseChart
{
    private const int Width = 800;
    private const int Height = 200;
    private const int Left = 48;
    private const int Top = 12;
    private const int Bottom = 176;
    private const int MaxPoints = 120;

    /// <summary>The samples, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PulseSample> Samples { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private int Most => Math.Max(4, Samples.Select(sample => sample.Connections).DefaultIfEmpty(0).Max());

    private int Least => Samples.Select(sample => sample.Connections).DefaultIfEmpty(0).Min() * 9 / 10;

    private string Summary => Samples.Count == 0 ? "No samples yet" : $"{Samples[^1].Connections} connections now, {Samples.Min(s => s.Connections)} to {Samples.Max(s => s.Connections)} in the last hour";

    private IEnumerable<(int Value, string Y)> Gridlines =>
        Enumerable.Range(0, 4).Select(i => Least + (i * (Most - Least) / 3)).Distinct().Select(value => (value, F(Y(value))));

    private string Points
    {
        get
        {
            var step = Math.Max(1, Samples.Count / MaxPoints);
            var shown = Samples.Where((_, i) => i % step == 0 || i == Samples.Count - 1).ToList();
            return string.Join(' ', shown.Select((sample, i) => $"{F(Left + ((double)(Width - Left) * i / (shown.Count - 1)))},{F(Y(sample.Connections))}"));
        }
    }

    private double Y(int connections) => Bottom - ((Bottom - Top) * (connections - Least) / (double)Math.Max(1, Most - Least));

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
