using System.Globalization;
using FleetPortal.Simulator.Scenarios;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Simulation;

/// <summary>Draws who held the session during the last seconds of a scenario: the real device above, the clone below.</summary>
public sealed partial class SessionChart
{
    private const int Seconds = 30;
    private const int Width = 300;
    private const int Height = 60;
    private const int BarHeight = 24;
    private const int CloneTop = 36;

    /// <summary>The scenario with the times.</summary>
    [Parameter, EditorRequired]
    public ScenarioProgress Progress { get; set; } = null!;

    /// <summary>The time of the page.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    private string Description => Progress.Holdings[^1].Holder switch
    {
        SessionHolder.Original => "The real one holds the session now.",
        SessionHolder.Clone => "The clone holds the session now.",
        _ => "Nobody holds the session now.",
    };

    private IEnumerable<(string Class, string X, int Y, string Width)> Bars
    {
        get
        {
            var end = (Progress.Took ?? (Now - Progress.StartedAt)).TotalSeconds;
            var begin = Math.Max(0, end - Seconds);
            foreach (var (index, holding) in Progress.Holdings.Index())
            {
                var to = index + 1 < Progress.Holdings.Count ? Progress.Holdings[index + 1].After.TotalSeconds : end;
                var from = Math.Max(begin, holding.After.TotalSeconds);
                if (holding.Holder != SessionHolder.Nobody && to > from)
                {
                    var isClone = holding.Holder == SessionHolder.Clone;
                    yield return (isClone ? "clone" : "original", Place(from - begin), isClone ? CloneTop : 0, Place(to - from));
                }
            }
        }
    }

    private static string Place(double seconds) => (seconds * Width / Seconds).ToString("0.0", CultureInfo.InvariantCulture);
}
