using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Shows a text from a device, a certificate or another person. Invisible characters are shown by their number, such as <c>U+202E</c>.
/// </summary>
public sealed partial class ForeignText
{
    /// <summary>The text to show.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>Whether RFC 3339 timestamps in the text are shown in the viewer's time zone. Used for sentences of the portal.</summary>
    [Parameter]
    public bool Timestamps { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
