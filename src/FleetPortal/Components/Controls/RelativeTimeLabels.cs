using System.Globalization;

namespace FleetPortal.Components.Controls;

/// <summary>Formats durations in one unit.</summary>
public static class RelativeTimeLabels
{
    /// <summary>Returns "in 12 days" for the future, "3 s ago" for the past, and "now" within a second.</summary>
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

    /// <summary>
    /// Returns a duration such as "4 s", "12 min", "5 h", "85 days" or "4 years". It is rounded, so a certificate that was just issued for
    /// 90 days expires "in 90 days".
    /// </summary>
    public static string Duration(TimeSpan amount) =>
        Math.Round(amount.TotalSeconds) < 60 ? Text(amount.TotalSeconds, "s")
        : Math.Round(amount.TotalMinutes) < 60 ? Text(amount.TotalMinutes, "min")
        : Math.Round(amount.TotalHours) < 48 ? Text(amount.TotalHours, "h")
        : Math.Round(amount.TotalDays) < 730 ? Text(amount.TotalDays, "days")
        : Text(amount.TotalDays / 365.25, "years");

    private static string Text(double number, string unit) => $"{Math.Round(number).ToString("0", CultureInfo.InvariantCulture)} {unit}";
}
