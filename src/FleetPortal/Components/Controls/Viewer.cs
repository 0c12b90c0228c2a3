using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The browser of the person who views the page: time zone, visibility of the tab, and functions that only the browser has.
/// </summary>
public sealed partial class Viewer(IJSRuntime js, TimeProvider time) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>The time zone of the browser; UTC until <see cref="IsKnown"/>.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The name of the time zone for people, such as "CET (Berlin)".</summary>
    public string ZoneName { get; private set; } = "UTC";

    /// <summary>Whether the browser has reported its time zone. No time is shown before.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether the tab is visible.</summary>
    public bool IsVisible { get; set; } = true;

    /// <summary>Whether the page is being printed. Lists then render all rows up to their limit.</summary>
    public bool IsPrinting { get; private set; }

    /// <summary>Raised before and after printing, so that the lists of the page render again.</summary>
    public event Func<Task>? PrintingChanged;

    /// <summary>The current time of the server, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Takes the time zone from the browser.</summary>
    /// <param name="zone">
    /// The IANA name and the name for people, such as <c>Europe/Berlin|CET (Berlin)</c>, from the cookie or the script. A text in another
    /// form is ignored.
    /// </param>
    /// <returns>Whether the time zone changed.</returns>
    public bool Adopt(string? zone)
    {
        if (zone is null || ZonePattern().Match(zone) is not { Success: true } match
            || !TimeZoneInfo.TryFindSystemTimeZoneById(match.Groups["id"].Value, out var found))
        {
            return false;
        }

        var changed = !IsKnown || Zone.Id != found.Id || ZoneName != match.Groups["name"].Value;
        (Zone, ZoneName, IsKnown) = (found, match.Groups["name"].Value, true);
        return changed;
    }

    /// <summary>Uses UTC, because the server does not have the time zone of the browser. The page shows that times are UTC.</summary>
    public void AdoptUtc() => IsKnown = true;

    /// <summary>Starts or ends printing. Completes when every list has rendered its rows for it.</summary>
    public async Task SetPrintingAsync(bool printing)
    {
        IsPrinting = printing;
        foreach (var list in PrintingChanged?.GetInvocationList() ?? [])
        {
            await ((Func<Task>)list)();
        }
    }

    /// <summary>Returns the script module <c>js/fleet.js</c>, which is loaded once.</summary>
    public async Task<IJSObjectReference> ModuleAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "/js/fleet.js");

    /// <summary>Returns date and time in the viewer's zone: "25 Nov 2026 20:37:09".</summary>
    public string Exact(DateTimeOffset moment) => Local(moment).ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Returns the date in the viewer's zone: "25 Nov 2026".</summary>
    public string Day(DateTimeOffset moment) => Local(moment).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Returns the time of day in the viewer's zone: "20:37:09".</summary>
    public string Clock(DateTimeOffset moment) => Local(moment).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Returns the time of day, preceded by the date if it is not today.</summary>
    public string At(DateTimeOffset moment) => Local(moment).Date == Local(Now).Date ? Clock(moment) : Exact(moment);

    /// <summary>Returns the time relative to now: "in 12 days", "3 s ago" or "now".</summary>
    public string Relative(DateTimeOffset moment) => RelativeTimeLabels.Of(moment - Now);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab was closed, and the module with it.
        }
    }

    private DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    // The value comes from the browser, so it can be anything. Allow only short names that cannot leave the folder of time zones.
    [GeneratedRegex(@"^(?<id>[A-Za-z0-9_+\-]{1,32}(/[A-Za-z0-9_+\-]{1,32}){0,2})\|(?<name>[A-Za-z0-9 ()+:\-]{1,48})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ZonePattern();
}
