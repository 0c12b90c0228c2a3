using System.Globalization;

namespace FleetPortal.Benchmarks;

/// <summary>One measured number with its unit.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Aim">What it should be, in words, or null.</param>
public sealed record Figure(string Name, double Value, string Unit, string? Aim = null)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Value:0.###} {Unit}{(Aim is null ? "" : $"   (aim {Aim})")}");

    /// <summary>The value below which this share of the samples lies.</summary>
    public static double Percentile(IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
    }
}
