using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components;

/// <summary>Finds the page of an address.</summary>
public sealed partial class Routes
{
    /// <summary>The theme that the document was rendered with; null follows the system.</summary>
    [Parameter]
    public string? InitialTheme { get; set; }
}
