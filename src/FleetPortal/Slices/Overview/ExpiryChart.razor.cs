using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Expiry;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>
/// The chart of expiring certificates by week. Each bar counts the current certificate of each Thing and links to the list. The next four
/// weeks are amber. A pale part on top counts other certificates, which are being replaced or not used yet.
/// </summary>
public sealed partial class ExpiryChart
{
    private const int Width = 800;
    private const int Height = 220;
    private const int Left = 36;
    private const int Base = 196;
    private const int Top = 24;
    private const int SoonWeeks = 4;
    private const int LabelEvery = 8;

    private static readonly int[] RoundSteps = [1, 2, 5, 10];

    /// <summary>The weeks, soonest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ExpiryWeek> Weeks { get; set; } = [];

    /// <summary>The renewal storm, whose week is marked, or null.</summary>
    [Parameter]
    public RenewalStorm? Storm { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>The first week with a bar. Only this bar is reached by the Tab key; the arrow keys move between the bars.</summary>
    private DateTimeOffset? First => Weeks.FirstOrDefault(week => week.Count + week.Others > 0)?.From;

    private int Highest => Math.Max(1, Weeks.Select(week => week.Count + week.Others).DefaultIfEmpty(0).Max());

    private int Peak => Weeks.Select(week => week.Count).DefaultIfEmpty(0).Max();

    /// <summary>The highest value of the axis: four times a round number.</summary>
    private int Ceiling
    {
        get
        {
            var quarter = Math.Max(1, Highest / 4.0);
            var magnitude = Math.Pow(10, Math.Floor(Math.Log10(quarter)));
            var round = RoundSteps.First(step => step * magnitude >= quarter) * magnitude;
            return (int)Math.Ceiling(round) * 4;
        }
    }

    private IEnumerable<int> Gridlines => Enumerable.Range(0, 5).Select(i => i * Ceiling / 4).Distinct();

    private double BarWidth => Math.Max(2, ((double)(Width - Left) / Math.Max(1, Weeks.Count)) - 3);

    private double X(int index) => Left + 2 + (index * (double)(Width - Left) / Math.Max(1, Weeks.Count));

    private double YOf(int count) => Base - ((Base - Top) * (double)count / Ceiling);

    private string Y(int count) => F(YOf(count));

    private string Shifted(int count) => F(YOf(count) + 4);

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Returns the address of the list of certificates that expire in the week that begins at a time.</summary>
    public static string AddressOf(DateTimeOffset from) =>
        $"certificates?from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&before={from.UtcDateTime.AddDays(7):yyyy-MM-ddTHH:mm:ssZ}";

    private string Label(ExpiryWeek week) => string.Create(
        CultureInfo.InvariantCulture, $"{week.Count:N0} expire in the week from "
            + $"{Viewer.Day(week.From)}{(week.Others > 0 ? $"; {week.Others:N0} more are being replaced or not used yet" : "")}");
}
