using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>Puts a value on the clipboard, and says that it did.</summary>
public sealed partial class CopyButton
{
    private bool _copied;

    /// <summary>What goes there.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>What it is, for readers: "serial number".</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task CopyAsync() => _copied = await (await Viewer.ModuleAsync()).InvokeAsync<bool>("copy", Value);
}
