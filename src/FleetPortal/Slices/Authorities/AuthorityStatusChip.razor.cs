using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Authorities;

/// <summary>The status of an authority: icon, word and colour. Active is quiet, everything else is tinted.</summary>
public sealed partial class AuthorityStatusChip
{
    private StatusTone _status = null!;

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _status = StatusTones.OfAuthority(Authority, Time.GetUtcNow());
}
