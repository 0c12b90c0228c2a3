using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>A one-time link, to be handed over.</summary>
public sealed partial class LinkNote
{
    /// <summary>Which.</summary>
    [Parameter, EditorRequired]
    public AccountLink Link { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Address => Navigation.BaseUri.TrimEnd('/') + Link.Path;
}
