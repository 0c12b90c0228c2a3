using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Events;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Connections;

/// <summary>Why can it not connect? Every attempt with every check.</summary>
public sealed partial class AttemptsPage
{
    private const int Shown = 100;

    private IReadOnlyList<AttemptView> _attempts = [];
    private AttemptView? _opened;

    [SupplyParameterFromQuery(Name = "id")]
    private long? Id { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "thing")]
    private string? Thing { get; set; }

    [Inject]
    private AttemptQueries Attempts { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        bool? allowed = Outcome switch
        {
            "refused" => false,
            "allowed" => true,
            _ => null,
        };
        _attempts = await Attempts.ListAsync(Thing, allowed, null, Shown, Actor, cancellationToken);
        _opened = Id is { } id ? _opened?.Id == id ? _opened : await Attempts.FindAsync(id, Actor, cancellationToken) : null;
    }

    private static string Query(string name, string? value, char before) => value is null ? "" : $"{before}{name}={Uri.EscapeDataString(value)}";
}
