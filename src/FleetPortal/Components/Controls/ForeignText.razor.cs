using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A text that a device, a certificate or another person wrote, with each character that cannot be seen named: <c>U+202E</c>.</summary>
public sealed partial class ForeignText
{
    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>Whether RFC 3339 moments in it are shown in the viewer's zone: for sentences that the server made.</summary>
    [Parameter]
    public bool Timestamps { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
