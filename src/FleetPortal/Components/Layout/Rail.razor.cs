using System.Globalization;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Layout;

/// <summary>The navigation rail with the pages of all slices and their counts.</summary>
public sealed partial class Rail
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether the rail is open on a phone.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>Called when the person closes the rail on a phone.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>The time zone of all times on the page; null until the browser has reported it.</summary>
    [Parameter]
    public string? Zone { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    private IEnumerable<NavigationEntry> Entries => PortalSlices.Navigation.Where(entry => Actor?.May(entry.Needs) == true
        && entry.IsShown?.Invoke(Services) != false);

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind != FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in Entries)
        {
            if (entry.Count is { } count)
            {
                _counts[entry.Address] = await count(Services, Actor, cancellationToken);
            }
        }
    }

    /// <summary>Returns a short count that never wraps, such as "250", "38 k" or "1.2 M".</summary>
    private static string Count(int? number) => number switch
    {
        null => "",
        < 10_000 => number.Value.ToString("N0", CultureInfo.InvariantCulture),
        < 1_000_000 => $"{number / 1000} k",
        _ => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000.0:0.0} M"),
    };
}
