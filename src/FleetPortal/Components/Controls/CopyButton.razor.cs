using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>Copies a value to the clipboard, and says when it is there.</summary>
public sealed partial class CopyButton
{
    private bool _copied;

    /// <summary>What goes there.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>What it is, for readers: "serial number".</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>Words on the button; null shows the picture alone.</summary>
    [Parameter]
    public string? Words { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task CopyAsync() => _copied = await (await Viewer.ModuleAsync()).InvokeAsync<bool>("copy", Value);
}
