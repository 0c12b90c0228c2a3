using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Layout;

/// <summary>Redirects to the sign-in page when the session ends while a page is open.</summary>
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
            // The browser redirects, because only it knows whether this tab is signing out. The sign-out form redirects by itself, perhaps
            // to the identity provider.
            await (await Viewer.ModuleAsync()).InvokeVoidAsync("toEntrance",
                $"sign-in?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}");
        }
        catch (JSDisconnectedException)
        {
            // The tab was closed.
        }
    }
}
