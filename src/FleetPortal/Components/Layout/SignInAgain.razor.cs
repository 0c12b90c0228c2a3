using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Layout;

/// <summary>Shown where the right to be here has ended while the page was open: leads to the entrance.</summary>
public sealed partial class SignInAgain
{
    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.NavigateTo($"sign-in?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}", forceLoad: true);
}
