using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A small line chart of counts.</summary>
public sealed partial class Sparkline
{
    private const int Width = 64;
    private const int Height = 16;

    /// <summary>The counts, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<int> Values { get; set; } = [];

    /// <summary>The name of the chart for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    private string Points
    {
        get
        {
            // Leave out the newest interval. It is not complete, so the line would always fall at its end.
            var shown = Values.Count - 1;
            var most = Math.Max(1, Values.Take(shown).DefaultIfEmpty(0).Max());
            var points = new StringBuilder();
            for (var i = 0; i < shown; i++)
            {
                points.Append(CultureInfo.InvariantCulture,
                    $"{(double)i * Width / Math.Max(1, shown - 1):0.#},{Height - 1 - ((Height - 2.0) * Values[i] / most):0.#} ");
            }

            return points.ToString();
        }
    }
}
