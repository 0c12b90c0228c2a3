using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Findings;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Findings;

/// <summary>Draws who held the client identifier, one lane for each endpoint: first the one that was there first.</summary>
public sealed partial class HoldingChart
{
    private const int Width = 808;
    private const int Left = 132;
    private const int LaneHeight = 26;
    private const int MinBar = 3;

    // The time before the first takeover is long; a fifth of the chart shows its end.
    private const double LeadPart = 0.2;

    /// <summary>The evidence with the endpoints and the changes of the holder.</summary>
    [Parameter, EditorRequired]
    public FindingEvidence Evidence { get; set; } = null!;

    /// <summary>The time at the right edge.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset EndsAt { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private int Height => (Lanes.Count * LaneHeight) + 22;

    private DateTimeOffset FirstTakeover => Evidence.Holdings[1].At;

    // The chart ends soon after the last change, or the changes would shrink to a line.
    private DateTimeOffset To
    {
        get
        {
            var last = Evidence.Holdings[^1].At;
            var most = last + TimeSpan.FromSeconds(Math.Max(10, (last - FirstTakeover).TotalSeconds / 4));
            return EndsAt < most && EndsAt > last ? EndsAt : most;
        }
    }

    private DateTimeOffset From
    {
        get
        {
            var lead = (To - FirstTakeover) * (LeadPart / (1 - LeadPart));
            return Evidence.Holdings[0].At > FirstTakeover - lead ? Evidence.Holdings[0].At : FirstTakeover - lead;
        }
    }

    private IReadOnlyList<(int Index, string Source)> Lanes =>
        [.. Evidence.Endpoints.Select((endpoint, index) => (index, endpoint.Source)).Where(lane => Evidence.Holdings
            .Any(holding => holding.Endpoint == lane.index))];

    private IEnumerable<(int Lane, double X, double Length)> Bars
    {
        get
        {
            for (var i = 0; i < Evidence.Holdings.Count; i++)
            {
                var holding = Evidence.Holdings[i];
                var end = i + 1 < Evidence.Holdings.Count ? Evidence.Holdings[i + 1].At : To;
                var lane = Lanes.ToList().FindIndex(one => one.Index == holding.Endpoint);
                if (end > From && lane >= 0)
                {
                    var x = X(holding.At > From ? holding.At : From);
                    yield return (lane, x, Math.Max(MinBar, X(end) - x - 1));
                }
            }
        }
    }

    private IEnumerable<(double X, string Words, string Anchor)> Ticks =>
    [
        (Left, Viewer.Clock(From), "start"), (X(From + ((To - From) / 2)), Viewer.Clock(From + ((To - From) / 2)), "middle"),
        (Width, Viewer.Clock(To), "end"),
    ];

    private string Label => $"{Evidence.Holdings.Count - 1} takeovers from {Viewer.Clock(FirstTakeover)} to "
        + $"{Viewer.Clock(Evidence.Holdings[^1].At)}, between {string.Join(" and ", Lanes.Select(lane => lane.Source))}";

    private static int LaneTop(int lane) => 6 + (lane * LaneHeight);

    private static string Svg(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private double X(DateTimeOffset at) => Left + ((at - From) / (To - From) * (Width - Left));
}
