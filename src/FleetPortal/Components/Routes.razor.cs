using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components;

/// <summary>Finds the page of an address.</summary>
public sealed partial class Routes
{
    /// <summary>The theme that the document was rendered with; null follows the system.</summary>
    [Parameter]
    public string? InitialTheme { get; set; }

    /// <summary>The time zone that the browser left in a cookie; null on its first visit.</summary>
    [Parameter]
    public string? InitialZone { get; set; }
}
