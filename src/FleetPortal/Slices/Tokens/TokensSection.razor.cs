using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Tokens;

/// <summary>The section <em>API tokens</em> of the settings page.</summary>
public sealed partial class TokensSection
{
    private IReadOnlyList<ApiTokenView> _tokens = [];

    [Inject]
    private ApiTokenQueries Tokens { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AccessChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(
        CancellationToken cancellationToken) => _tokens = await Tokens.ListAsync(Actor, cancellationToken);
}
