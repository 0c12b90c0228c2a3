using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Slices.Settings;

/// <summary>The settings page. Slices contribute its sections; each section loads its data and checks its right.</summary>
public sealed partial class SettingsPage
{
    /// <summary>The section name in the address; null for the first section.</summary>
    [Parameter]
    public string? Section { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    private Actor Actor { get; set; } = null!;

    private SettingsSection? Chosen =>
        PortalSlices.Settings.FirstOrDefault(section => section.Address.Equals(Section ?? "", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Actor = (await Authentication).User.FindActor()
        ?? throw new UnauthorizedAccessException("Nobody is signed in.");
}
