using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>A button that copies a value to the clipboard and confirms it.</summary>
public sealed partial class CopyButton
{
    private bool _copied;

    /// <summary>The value to copy.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>The name of the value for screen readers, such as "serial number".</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>The label of the button; null shows only the icon.</summary>
    [Parameter]
    public string? Words { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task CopyAsync() => _copied = await (await Viewer.ModuleAsync()).InvokeAsync<bool>("copy", Value);
}
