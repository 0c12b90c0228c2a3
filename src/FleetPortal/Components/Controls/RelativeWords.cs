using System.Globalization;

namespace FleetPortal.Components.Controls;

/// <summary>Durations as people say them.</summary>
public static class RelativeWords
{
    /// <summary>"in 12 days" for the future, "3 s ago" for the past, "now" for within a second.</summary>
    public static string Of(TimeSpan fromNow)
    {
        var amount = fromNow.Duration();
        if (amount < TimeSpan.FromSeconds(1))
        {
            return "now";
        }

        var words = Duration(amount);
        return fromNow > TimeSpan.Zero ? $"in {words}" : $"{words} ago";
    }

    /// <summary>"4 s", "12 min", "5 h", "85 days", "4 years".</summary>
    public static string Duration(TimeSpan amount) => amount switch
    {
        { TotalSeconds: < 60 } => Text(amount.TotalSeconds, "s"),
        { TotalMinutes: < 60 } => Text(amount.TotalMinutes, "min"),
        { TotalHours: < 48 } => Text(amount.TotalHours, "h"),
        { TotalDays: < 730 } => Text(amount.TotalDays, "days"),
        _ => Text(amount.TotalDays / 365.25, "years"),
    };

    private static string Text(double number, string unit) => $"{Math.Floor(number).ToString("0", CultureInfo.InvariantCulture)} {unit}";
}
