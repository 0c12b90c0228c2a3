using System.Globalization;
using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>
/// The chart of live connections over the last hour. The axis always covers the whole hour; before the start of the portal there is no
/// line.
/// </summary>
public sealed partial class PulseChart
{
    private const int Width = 800;
    private const int Height = 200;
    private const int Left = 48;
    private const int Top = 12;
    private const int Bottom = 176;
    private const int MaxPoints = 120;
    private const int Steps = 4;
    private const int MinutesPerLabel = 15;

    // The label "now" needs this width at the end of the axis.
    private const int LabelWidth = 60;

    private static readonly TimeSpan Span = TimeSpan.FromHours(1);
    private static readonly int[] RoundSteps = [1, 2, 5, 10];

    /// <summary>The samples, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PulseSample> Samples { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private DateTimeOffset Until => Samples.Count > 0 ? Samples[^1].At : Viewer.Now;

    private DateTimeOffset From => Until - Span;

    private string Summary => Samples.Count == 0 ? "No samples yet" : string.Create(
        CultureInfo.InvariantCulture, $"{Samples[^1].Connections:N0} connections now, {Samples.Min(s => s.Connections):N0} to "
            + $"{Samples.Max(s => s.Connections):N0} in the last {Measured}");

    /// <summary>The measured time in words. It is less than an hour after a start.</summary>
    private string Measured => Samples[^1].At - Samples[0].At > Span * 0.98
        ? "hour" : RelativeTimeLabels.Duration(Samples[^1].At - Samples[0].At);

    /// <summary>The distance between two grid lines: 1, 2 or 5 times a power of ten.</summary>
    private int Step
    {
        get
        {
            var least = Math.Max(1, Samples.Select(sample => sample.Connections).DefaultIfEmpty(0).Max() / (double)Steps);
            var magnitude = Math.Pow(10, Math.Floor(Math.Log10(least)));
            return (int)Math.Ceiling(RoundSteps.First(step => step * magnitude >= least) * magnitude);
        }
    }

    private IEnumerable<(int Value, string Y)> Gridlines => Enumerable.Range(0, Steps + 1).Select(i => (i * Step, F(Y(i * Step))));

    /// <summary>The full quarters of an hour, at which the axis has labels.</summary>
    private IEnumerable<(DateTimeOffset At, double X)> Times
    {
        get
        {
            var quarter = TimeSpan.FromMinutes(MinutesPerLabel).Ticks;
            for (var at = new DateTimeOffset(((From.UtcTicks / quarter) + 1) * quarter, TimeSpan.Zero);
                X(at) < Width - LabelWidth; at = at.AddMinutes(MinutesPerLabel))
            {
                yield return (at, X(at));
            }
        }
    }

    private List<(double X, double Y)> Line
    {
        get
        {
            var step = Math.Max(1, Samples.Count / MaxPoints);
            return [.. Samples.Where((sample, i) => sample.At >= From && (i % step == 0 || i == Samples.Count - 1))
                .Select(sample => (X(sample.At), Y(sample.Connections)))];
        }
    }

    private string Points => string.Join(' ', Line.Select(point => $"{F(point.X)},{F(point.Y)}"));

    private double X(DateTimeOffset at) => Left + ((Width - Left) * ((at - From) / Span));

    private double Y(int connections) => Bottom - ((Bottom - Top) * connections / (double)(Steps * Step));

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
