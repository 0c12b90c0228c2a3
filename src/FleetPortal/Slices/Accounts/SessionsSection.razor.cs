using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>
/// The section <em>Sessions</em> of the settings page: the own sessions, and for administrators the sessions of all people.
/// </summary>
public sealed partial class SessionsSection
{
    private IReadOnlyList<SessionView> _sessions = [];

    [Inject]
    private SessionQueries Sessions { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AccessChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(
        CancellationToken cancellationToken) => _sessions = await Sessions.ListAsync(Actor, cancellationToken);
}
