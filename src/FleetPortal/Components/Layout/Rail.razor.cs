using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Layout;

/// <summary>The way to every page that exists, with how much is there.</summary>
public sealed partial class Rail
{
    private FleetCounts? _counts;
    private int? _certificates;
    private int? _authorities;
    private int? _connections;

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
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private CertificateInventory Inventory { get; set; } = null!;

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private LiveConnections Live { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind != FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _counts = await Things.CountAsync(Actor, cancellationToken);
        _authorities = await Authorities.CountAsync(Actor, cancellationToken);
        _certificates = await Inventory.CountAllAsync(Actor, cancellationToken);
        _connections = Live.OpenCount;
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
