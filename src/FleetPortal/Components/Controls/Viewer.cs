using System.Globalization;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>The person in front of the page: their time zone, whether they look, and what only their browser can do.</summary>
public sealed class Viewer(IJSRuntime js, TimeProvider time) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>Where they are; UTC until the browser has said so.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The zone in words.</summary>
    public string ZoneName => Zone.Id;

    /// <summary>Whether the tab is in front.</summary>
    public bool IsVisible { get; set; } = true;

    /// <summary>Now.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Asks the browser, once.</summary>
    public async Task ConnectAsync()
    {
        var module = await ModuleAsync();
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(await module.InvokeAsync<string>("timeZone"), out var zone) ? zone : TimeZoneInfo.Utc;
    }

    /// <summary>The browser's side.</summary>
    public async Task<IJSObjectReference> ModuleAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "/js/fleet.js");

    /// <summary>The exact time, in their zone.</summary>
    public string Exact(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The day.</summary>
    public string Day(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The time of day.</summary>
    public string Clock(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>As people say it: "in 12 days", "3 s ago", "now".</summary>
    public string Relative(DateTimeOffset moment) => RelativeWords.Of(moment - Now);

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
}
