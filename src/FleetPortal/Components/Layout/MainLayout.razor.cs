using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>The frame around every page: rail, bar, palette, theme.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _listener;
    private IDialogReference? _palette;
    private bool _dark;
    private bool _railOpen;
    private bool _ready;

    [CascadingParameter(Name = "InitialTheme")]
    private string? InitialTheme { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Opens the palette, once.</summary>
    [JSInvokable]
    public async Task OpenPalette()
    {
        if (_palette is not null)
        {
            return;
        }

        _palette = await Dialogs.ShowAsync<CommandPalette>("Find", new DialogOptions { NoHeader = true, Position = DialogPosition.TopCenter, BackdropClick = true });
        await _palette.Result;
        _palette = null;
    }

    /// <summary>Says which keys there are.</summary>
    [JSInvokable]
    public Task ShowKeys() => Dialogs.ShowAsync<KeysDialog>("Keys", new DialogOptions { BackdropClick = true });

    /// <summary>The tab comes to the front or goes.</summary>
    [JSInvokable]
    public void SetVisible(bool visible) => Viewer.IsVisible = visible;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _self?.Dispose();
        try
        {
            if (_listener is not null)
            {
                await _listener.InvokeVoidAsync("dispose");
                await _listener.DisposeAsync();
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
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        await Viewer.ConnectAsync();
        var module = await Viewer.ModuleAsync();
        _dark = await module.InvokeAsync<string>("theme") == "dark";
        _self = DotNetObjectReference.Create(this);
        _listener = await module.InvokeAsync<IJSObjectReference>("listen", _self);
        _ready = true;
        StateHasChanged();
    }

    private async Task SwitchThemeAsync()
    {
        _dark = !_dark;
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("setTheme", _dark ? "dark" : "light");
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
}
