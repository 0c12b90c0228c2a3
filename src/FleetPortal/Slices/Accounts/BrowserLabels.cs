namespace FleetPortal.Slices.Accounts;

/// <summary>
/// Describes a browser by its User-Agent header, so that its owner recognizes it. The header can be false; use the text for display only.
/// </summary>
public static class BrowserLabels
{
    /// <summary>Returns the browser and the system, such as "Chrome on Android".</summary>
    public static string Of(string userAgent)
    {
        ArgumentNullException.ThrowIfNull(userAgent);
        var browser = First(userAgent,
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"));
        var system = First(userAgent, ("Android", "Android"),
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"));
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (null, _) => system!,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    /// <summary>Returns whether the browser runs on a phone or tablet.</summary>
    public static bool IsMobile(string userAgent) =>
        userAgent?.Contains("Mobi", StringComparison.Ordinal) == true || userAgent?.Contains("Android", StringComparison.Ordinal) == true
            || userAgent?.Contains("iPad", StringComparison.Ordinal) == true;

    private static string? First(string text, params IEnumerable<(string Mark, string Words)> known) =>
        known.Where(one => text.Contains(one.Mark, StringComparison.Ordinal)).Select(one => one.Words).FirstOrDefault();
}
