using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Shows a one-time link, which an administrator sends to the owner of the account.</summary>
public sealed partial class LinkNote
{
    /// <summary>The link to show.</summary>
    [Parameter, EditorRequired]
    public AccountLink Link { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Address => Navigation.BaseUri.TrimEnd('/') + Link.Path;
}
