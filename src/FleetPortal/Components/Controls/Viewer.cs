using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>The person in front of the page: their time zone, whether they look, and what only their browser can do.</summary>
public sealed partial class Viewer(IJSRuntime js, TimeProvider time) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>The time zone of the browser; UTC until <see cref="IsKnown"/>.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The zone as people call it: "CET (Berlin)".</summary>
    public string ZoneName { get; private set; } = "UTC";

    /// <summary>Whether the browser has named its zone. No time is shown before that.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether the tab is in front.</summary>
    public bool IsVisible { get; set; } = true;

    /// <summary>Whether the page is being printed: then lists show whole what they otherwise show in part.</summary>
    public bool IsPrinting { get; private set; }

    /// <summary>The lists of the page; each redraws itself before the browser prints and after.</summary>
    public event Func<Task>? PrintingChanged;

    /// <summary>Now.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Takes the zone from the browser.</summary>
    /// <param name="zone">The IANA name and the words for it, <c>Europe/Berlin|CET (Berlin)</c>, from the cookie or the script. What does not look like that is ignored.</param>
    /// <returns>Whether something changed.</returns>
    public bool Adopt(string? zone)
    {
        if (zone is null || ZonePattern().Match(zone) is not { Success: true } match || !TimeZoneInfo.TryFindSystemTimeZoneById(match.Groups["id"].Value, out var found))
        {
            return false;
        }

        var changed = !IsKnown || Zone.Id != found.Id || ZoneName != match.Groups["name"].Value;
        (Zone, ZoneName, IsKnown) = (found, match.Groups["name"].Value, true);
        return changed;
    }

    /// <summary>A browser whose zone this machine does not have: times are UTC, and the page says so.</summary>
    public void AdoptUtc() => IsKnown = true;

    /// <summary>Printing begins or ends. Returns when every list is drawn for it.</summary>
    public async Task SetPrintingAsync(bool printing)
    {
        IsPrinting = printing;
        foreach (var list in PrintingChanged?.GetInvocationList() ?? [])
        {
            await ((Func<Task>)list)();
        }
    }

    /// <summary>The browser's side.</summary>
    public async Task<IJSObjectReference> ModuleAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "/js/fleet.js");

    /// <summary>Day and time: "25 Nov 2026 20:37:09".</summary>
    public string Exact(DateTimeOffset moment) => Local(moment).ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The day: "25 Nov 2026".</summary>
    public string Day(DateTimeOffset moment) => Local(moment).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The time of day: "20:37:09".</summary>
    public string Clock(DateTimeOffset moment) => Local(moment).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time of day, with the day in front where it is not today.</summary>
    public string At(DateTimeOffset moment) => Local(moment).Date == Local(Now).Date ? Clock(moment) : Exact(moment);

    /// <summary>As people say it: "in 12 days", "3 s ago", "now".</summary>
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
            // The tab was closed; there is nothing left to let go of.
        }
    }

    private DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    // The browser says it, so it may be anything: short, and nothing that leads out of the folder of zones.
    [GeneratedRegex(@"^(?<id>[A-Za-z0-9_+\-]{1,32}(/[A-Za-z0-9_+\-]{1,32}){0,2})\|(?<name>[A-Za-z0-9 ()+:\-]{1,48})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ZonePattern();
}
