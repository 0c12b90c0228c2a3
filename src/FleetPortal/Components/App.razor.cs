using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace FleetPortal.Components;

/// <summary>The document around every page. The theme comes from a cookie, so that nothing flashes.</summary>
public sealed partial class App
{
    private static readonly string[] Modules = ["js/fleet.js", "js/keys.js", "js/zone.js"];

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private string? Theme => HttpContext.Request.Cookies["theme"] is "dark" or "light" ? HttpContext.Request.Cookies["theme"] : null;

    // Longer than any zone: not read.
    private string? Zone => HttpContext.Request.Cookies["zone"] is { Length: < 128 } zone ? zone : null;

    /// <summary>Sign-in and error pages are static: they work without a circuit.</summary>
    private InteractiveServerRenderMode? Mode => HttpContext.AcceptsInteractiveRouting() ? new InteractiveServerRenderMode(prerender: false) : null;

    /// <summary>The hash that the import map names. Without it the browser loads the module twice.</summary>
    private string? IntegrityOf(string module) =>
        Assets.FirstOrDefault(asset => asset.Url == Assets[module])?.Properties?.FirstOrDefault(property => property.Name == "integrity")?.Value;
}
