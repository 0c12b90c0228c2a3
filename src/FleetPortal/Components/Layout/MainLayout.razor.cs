using FleetPortal.Components.Controls;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>The frame of every page: navigation rail, top bar, command palette and theme.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private IDialogReference? _palette;
    private bool _dark;
    private bool _railOpen;
    private bool _heard;

    [CascadingParameter(Name = "InitialTheme")]
    private string? InitialTheme { get; set; }

    [CascadingParameter(Name = "InitialZone")]
    private string? InitialZone { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Opens the command palette, unless it is open.</summary>
    [JSInvokable]
    public async Task OpenPalette()
    {
        if (_palette is not null)
        {
            return;
        }

        var parameters = new DialogParameters<CommandPalette> { { x => x.Act, ActAsync } };
        _palette = await Dialogs.ShowAsync<CommandPalette>("Find",
            parameters, new DialogOptions { NoHeader = true, Position = DialogPosition.TopCenter, BackdropClick = true });
        await _palette.Result;
        _palette = null;
    }

    /// <summary>Renders all rows of the lists, up to their limit, and opens the print dialog of the browser.</summary>
    [JSInvokable]
    public async Task Print()
    {
        await Viewer.SetPrintingAsync(true);
        StateHasChanged();
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("print");
    }

    /// <summary>Called when the print dialog of the browser is closed.</summary>
    [JSInvokable]
    public async Task Printed()
    {
        await Viewer.SetPrintingAsync(false);
        StateHasChanged();
    }

    /// <summary>Shows the dialog with the keyboard shortcuts.</summary>
    [JSInvokable]
    public Task ShowKeys() => Dialogs.ShowAsync<KeysDialog>("Keys", new DialogOptions { BackdropClick = true });

    /// <summary>Switches between the light and the dark theme.</summary>
    public async Task SwitchThemeAsync()
    {
        _dark = !_dark;
        StateHasChanged();
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("setTheme", _dark ? "dark" : "light");
    }

    /// <summary>Called when the tab becomes visible or hidden.</summary>
    [JSInvokable]
    public void SetVisible(bool visible) => Viewer.IsVisible = visible;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _self?.Dispose();
        try
        {
            if (_heard)
            {
                await (await Viewer.ModuleAsync()).InvokeVoidAsync("leave");
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab was closed.
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _dark = InitialTheme == "dark";
        Viewer.Adopt(InitialZone);
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        var browser = await (await Viewer.ModuleAsync()).InvokeAsync<Browser>("connect", _self);
        if (!Viewer.Adopt(browser.Zone) && !Viewer.IsKnown)
        {
            Viewer.AdoptUtc();
        }

        _dark = browser.Theme == "dark";
        _heard = true;
        StateHasChanged();
    }

    private async Task ActAsync(PaletteAction action)
    {
        switch (action)
        {
            case PaletteAction.SwitchTheme:
                await SwitchThemeAsync();
                break;
            case PaletteAction.ShowKeys:
                await ShowKeys();
                break;
            default:
                await (await Viewer.ModuleAsync()).InvokeVoidAsync("submit", "#sign-out");
                break;
        }
    }

    private void OpenRail() => _railOpen = true;

    private void CloseRail() => _railOpen = false;

    private void Recover() => _boundary?.Recover();

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        _railOpen = false;
        _boundary?.Recover();
        InvokeAsync(StateHasChanged);
    }

    private sealed record Browser(string Zone, string Theme);
}
