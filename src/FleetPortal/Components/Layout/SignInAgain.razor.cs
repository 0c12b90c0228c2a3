using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Layout;

/// <summary>Shown where the right to be here has ended while the page was open: leads to the entrance.</summary>
public sealed partial class SignInAgain
{
    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            // By the browser, which knows whether this tab is signing out: that form leads on by itself, perhaps to the identity provider.
            await (await Viewer.ModuleAsync()).InvokeVoidAsync("toEntrance", $"sign-in?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}");
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone already.
        }
    }
}
