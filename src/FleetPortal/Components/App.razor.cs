using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace FleetPortal.Components;

/// <summary>The HTML document of every page. The theme comes from a cookie, so that the page does not flash in the wrong theme.</summary>
public sealed partial class App
{
    private static readonly string[] Modules = ["js/fleet.js", "js/keys.js", "js/zone.js"];

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private string? Theme => HttpContext.Request.Cookies["theme"] is "dark" or "light" ? HttpContext.Request.Cookies["theme"] : null;

    // A longer value cannot be a time zone.
    private string? Zone => HttpContext.Request.Cookies["zone"] is { Length: < 128 } zone ? zone : null;

    /// <summary>The render mode of the page. It is null for sign-in and error pages, which are static and need no circuit.</summary>
    private InteractiveServerRenderMode? Mode => HttpContext.AcceptsInteractiveRouting()
        ? new InteractiveServerRenderMode(prerender: false) : null;

    /// <summary>Returns the integrity hash of a module, as in the import map. Without it the browser would load the module twice.</summary>
    private string? IntegrityOf(string module) =>
        Assets.FirstOrDefault(asset => asset.Url == Assets[module])?.Properties
            ?.FirstOrDefault(property => property.Name == "integrity")?.Value;
}
