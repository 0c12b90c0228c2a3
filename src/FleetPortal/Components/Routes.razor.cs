using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components;

/// <summary>The router, which finds the page of an address.</summary>
public sealed partial class Routes
{
    /// <summary>The theme that the document was rendered with; null follows the system.</summary>
    [Parameter]
    public string? InitialTheme { get; set; }

    /// <summary>The time zone from the cookie of the browser; null on the first visit.</summary>
    [Parameter]
    public string? InitialZone { get; set; }
}
