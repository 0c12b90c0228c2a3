using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Layout;

/// <summary>The way to the pages of every slice, with how much is there.</summary>
public sealed partial class Rail
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>On a phone: whether it is shown.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>On a phone: somebody closes it.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>The time zone of every time on the page; null until the browser has named it.</summary>
    [Parameter]
    public string? Zone { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    private IEnumerable<NavigationEntry> Entries => PortalSlices.Navigation.Where(entry => Actor?.May(entry.Needs) == true);

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

    /// <summary>"250", "38 k", "1.2 M": a count in the rail never wraps.</summary>
    private static string Count(int? number) => number switch
    {
        null => "",
        < 10_000 => number.Value.ToString("N0", CultureInfo.InvariantCulture),
        < 1_000_000 => $"{number / 1000} k",
        _ => string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000.0:0.0} M"),
    };
}
