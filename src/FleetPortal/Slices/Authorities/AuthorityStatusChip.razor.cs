using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Authorities;

/// <summary>Shows the status of an authority as icon, word and colour. Every status except active has a colour.</summary>
public sealed partial class AuthorityStatusChip
{
    private StatusTone _status = null!;

    /// <summary>The authority whose status is shown.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _status = StatusTones.OfAuthority(Authority, Time.GetUtcNow());
}
